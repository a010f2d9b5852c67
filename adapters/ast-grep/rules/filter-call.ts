import { isArray } from '../arrays.ts';
import { isDeclared } from '../bindings.ts';
import { asArrow, asMethodCall, type MethodCall, nameOf } from '../calls.ts';
import { isOneOf, mentions, type Node } from '../syntax.ts';
import { annotatedType, asArrayType, isPlainMember, propertyOf } from '../types.ts';
import type { RuleContext } from './rule.ts';

/** Reads `list.filter(test)` with a single argument. */
export function asFilterCall(node: Node | null): MethodCall | undefined {
  const call = node ? asMethodCall(node) : undefined;
  return call?.method === 'filter' && call.arguments.length === 1 && !call.typeArguments ? call : undefined;
}

/** Whether nothing can tell if a test ran on the elements after the first that passes it. */
export function mayStopEarly(
  { receiver, arguments: [test] }: MethodCall,
  { root, files }: RuleContext,
): boolean {
  if (!test || !isArray(receiver, files)) return false;
  if (test.text() === 'Boolean') return !isDeclared(root, 'Boolean');
  const arrow = asArrow(test);
  const [parameter, ...others] = arrow?.parameters ?? [];
  const element = nameOf(parameter);
  if (!arrow || !element || others.length > 0) return false;
  const type = elementTypeOf(receiver, files);
  return parts(arrow.result).every((part) => isHarmless(part, element, type, files));
}

const expressions = ['binary_expression', 'unary_expression', 'parenthesized_expression'];
const names = ['identifier', 'property_identifier', 'this', 'optional_chain'];
const literals = ['string', 'string_fragment', 'number', 'true', 'false', 'null', 'undefined', 'regex'];
const harmless = [...expressions, ...names, ...literals];
const comparisons = ['===', '!==', '==', '!=', '<', '>', '<=', '>=', '&&', '||', '??'];

function parts(node: Node): Node[] {
  return [node, ...node.namedChildren().flatMap(parts)];
}

/** It computes a value, and neither calls anything nor throws for one element alone. */
function isHarmless(
  part: Node,
  element: string,
  type: Node | undefined,
  files: RuleContext['files'],
): boolean {
  if (part.is('binary_expression')) return comparisons.includes(part.field('operator')?.text() ?? '');
  if (part.is('unary_expression')) return ['!', 'typeof'].includes(part.field('operator')?.text() ?? '');
  if (!part.is('member_expression')) return isOneOf(part, harmless);
  if (!isPlainMember(part)) return true;
  if (part.field('object')?.text() !== element) return !mentions(part, element);
  return type !== undefined && hasProperty(type, part.field('property')?.text() ?? '', files);
}

const primitives = ['string', 'number', 'boolean'];

/** Reading the property of such an element does not throw: the type is known, and not that of null. */
function hasProperty(type: Node, name: string, files: RuleContext['files']): boolean {
  return primitives.includes(type.text()) || propertyOf(type, name, files) !== undefined;
}

function elementTypeOf(receiver: Node, files: RuleContext['files']): Node | undefined {
  const type = annotatedType(receiver, files);
  return type && asArrayType(type)?.element;
}
