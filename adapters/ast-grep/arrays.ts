import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type Binding, bindingOf, isDeclared, referencesTo } from './bindings.ts';
import { asMethodCall } from './calls.ts';
import { isOneOf, type Node, nodesOf, same } from './syntax.ts';
import { annotatedType, asArrayType, isPlainMember } from './types.ts';

const withCallback = [
  'find',
  'findIndex',
  'findLast',
  'map',
  'flatMap',
  'filter',
  'some',
  'every',
  'forEach',
];
const plainReads = ['includes', 'indexOf', 'lastIndexOf', 'at', 'slice', 'join', 'toSorted', 'toReversed'];
/** Methods that return an array if called on one. */
const derivations = ['map', 'flatMap', 'filter', 'slice', 'toSorted', 'toReversed'];

/** Whether the source proves that the expression is an array, and not a string or another object with the same methods. */
export function isArray(expression: Node, files: readonly SourceFile[]): boolean {
  if (expression.is('identifier') || isPlainMember(expression)) {
    const type = annotatedType(expression, files);
    if (type) return asArrayType(type) !== undefined;
    const initial = expression.is('identifier') ? initialValue(bindingOf(expression)) : undefined;
    return initial !== undefined && isArray(initial, files);
  }
  if (expression.is('as_expression')) return isConstLiteral(expression);
  if (expression.is('array')) return !hasHoles(expression);
  const call = asMethodCall(expression);
  if (!call) return false;
  if (call.receiver.text() === 'Object' && !isDeclared(expression.getRoot().root(), 'Object'))
    return ['keys', 'values', 'entries'].includes(call.method);
  return derivations.includes(call.method) && isArray(call.receiver, files);
}

/**
 * Whether the identifier names an array that does not change while it is in scope: a readonly parameter or constant,
 * or a constant created on the spot that is only read.
 */
export function isUnchanging(use: Node, files: readonly SourceFile[]): boolean {
  const binding = use.is('identifier') ? bindingOf(use) : undefined;
  if (!binding?.whole || binding.kind === 'other' || !isArray(use, files)) return false;
  const references = referencesTo(binding);
  if (references.some(isRebound)) return false;
  const type = annotatedType(use, files);
  const initial = initialValue(binding);
  if (type && asArrayType(type)?.readonly) return initial === undefined || !isBorrowed(initial);
  if (!initial || isBorrowed(initial) || isExported(binding)) return false;
  return references.every(isReading);
}

/** The initial value of a constant. */
export function initialValue(binding: Binding | undefined): Node | undefined {
  if (binding?.kind !== 'const' || !binding.whole) return undefined;
  return binding.site.field('value') ?? undefined;
}

/** The number of elements in an array literal, or undefined if they cannot be counted. */
export function literalLength(value: Node): number | undefined {
  const literal = isConstLiteral(value) ? value.namedChildren()[0] : value;
  if (!literal?.is('array') || nodesOf(literal, 'spread_element').length > 0) return undefined;
  return literal.namedChildren().length;
}

/** Other files can change it. */
function isExported({ site }: Binding): boolean {
  return site.parent()?.parent()?.is('export_statement') === true;
}

/** Other code also has a reference to the array, and may change it. */
function isBorrowed(value: Node): boolean {
  return value.is('identifier') || isPlainMember(value);
}

/** The reference gives the name another value, or another type. */
export function isRebound(reference: Node): boolean {
  const parent = reference.parent();
  if (!parent) return true;
  if (isOneOf(parent, ['assignment_expression', 'augmented_assignment_expression']))
    return same(parent.field('left'), reference);
  return isOneOf(parent, [
    'update_expression',
    'as_expression',
    'satisfies_expression',
    'type_assertion',
    'non_null_expression',
    'array_pattern',
    'object_pattern',
    'shorthand_property_identifier_pattern',
  ]);
}

/** The reference neither changes the array nor passes it to code that could. */
export function isReading(reference: Node): boolean {
  const parent = reference.parent();
  if (!parent) return false;
  if (parent.is('for_in_statement')) return same(parent.field('right'), reference);
  if (parent.is('spread_element')) return true;
  if (!isPlainMember(parent) || !same(parent.field('object'), reference)) return false;
  const outer = parent.parent();
  if (parent.field('property')?.text() === 'length') return outer !== null && !writesTo(outer, parent);
  const call = outer && asMethodCall(outer);
  if (!call || !same(call.callee, parent)) return false;
  return plainReads.includes(call.method) || (withCallback.includes(call.method) && seesElementsOnly(call));
}

/** A callback's third parameter would be the array itself. */
function seesElementsOnly(call: { readonly arguments: readonly Node[] }): boolean {
  const [callback, ...more] = call.arguments;
  if (!callback?.is('arrow_function') || more.length > 0) return false;
  const parameters = callback.field('parameters')?.namedChildren() ?? [];
  return parameters.length <= 2 && nodesOf(callback, 'rest_pattern').length === 0;
}

/** The statement gives the target another value, or removes it. */
export function writesTo(outer: Node, target: Node): boolean {
  if (isOneOf(outer, ['assignment_expression', 'augmented_assignment_expression']))
    return same(outer.field('left'), target);
  return outer.is('update_expression') || outer.text().startsWith('delete ');
}

function isConstLiteral(expression: Node): boolean {
  const [value] = expression.is('as_expression') ? expression.namedChildren() : [];
  return /\bas const$/.test(expression.text()) && value?.is('array') === true && !hasHoles(value);
}

function hasHoles(array: Node): boolean {
  const parts = array.children().map((child) => child.text());
  return parts.some((part, i) => part === ',' && ['[', ','].includes(parts[i - 1] ?? ''));
}
