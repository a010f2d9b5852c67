import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { initialValue, isArray, isReading, isRebound, isUnchanging } from './arrays.ts';
import { type Binding, bindingOf, referencesTo } from './bindings.ts';
import { asMethodCall } from './calls.ts';
import { statementAround } from './loops.ts';
import { contains, endOf, isOneOf, type Node, nodesOf, startOf, suspends } from './syntax.ts';

const withCallback = ['find', 'findIndex', 'some', 'every', 'map', 'flatMap', 'filter', 'forEach'];
const ofLists = [
  'includes',
  'indexOf',
  'slice',
  'join',
  'concat',
  'at',
  'has',
  'keys',
  'values',
  'entries',
  'isArray',
];
const ofStrings = ['split', 'trim', 'startsWith', 'endsWith', 'toLowerCase', 'toUpperCase', 'toString'];
const plain = [...ofLists, ...ofStrings, 'hasOwn'];

/**
 * Whether the identifier names an array that is the same in each turn of the loop: it never changes, or the statement with
 * the loop only reads it and runs no code that could have another reference to it.
 */
export function isUnchangingIn(loop: Node, use: Node, files: readonly SourceFile[]): boolean {
  if (isUnchanging(use, files)) return true;
  const binding = use.is('identifier') ? bindingOf(use) : undefined;
  const statement = statementAround(loop);
  if (!binding?.whole || binding.kind === 'other' || !statement || !isArray(use, files)) return false;
  const references = referencesTo(binding);
  const inside = references.filter((reference) => contains(statement, reference));
  return !references.some(isRebound) && inside.every(isReading) && isQuiet(statement, binding);
}

/** The code calls only what changes nothing, and writes only to variables and to lists that it made itself. */
function isQuiet(code: Node, array: Binding): boolean {
  const writes = nodesOf(
    code,
    'assignment_expression',
    'augmented_assignment_expression',
    'update_expression',
  );
  return (
    !suspends(code) &&
    writes.every((write) => (write.field('left') ?? write.field('argument'))?.is('identifier') === true) &&
    nodesOf(code, 'call_expression').every((call) => isHarmless(call, array)) &&
    nodesOf(code, 'new_expression', 'class', 'class_declaration').length === 0 &&
    nodesOf(code, 'unary_expression').every((node) => node.field('operator')?.text() !== 'delete')
  );
}

function isHarmless(node: Node, array: Binding): boolean {
  const call = asMethodCall(node);
  if (!call) return false;
  if (call.method === 'push') return isOwnList(call.receiver, array);
  return (
    plain.includes(call.method) || (withCallback.includes(call.method) && isWrittenThere(call.arguments[0]))
  );
}

/** A list that was made after the array had its value is another one. */
function isOwnList(receiver: Node, array: Binding): boolean {
  const binding = receiver.is('identifier') ? bindingOf(receiver) : undefined;
  if (!binding || !initialValue(binding)?.is('array')) return false;
  return contains(array.scope, binding.site) && endOf(array.site) < startOf(binding.site);
}

/** A callback that is given by its name could do anything. */
function isWrittenThere(callback: Node | undefined): boolean {
  return callback !== undefined && isOneOf(callback, ['arrow_function', 'function_expression']);
}
