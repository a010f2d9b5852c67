import { asMethodCall } from '../calls.ts';
import { type Node, nodesOf } from '../syntax.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `list.sort(order)[0]` sorts a whole list for its first element. */
export const sortToTakeOne: Rule = {
  name: 'sort-to-take-one',
  message: 'A whole list is sorted to take one element: one pass finds the least or the greatest.',
  rationale:
    'A single pass compares each element once. It also leaves the list in another order than sort does, and decides ' +
    'otherwise between equal elements, NaN and an empty list.',
  notWorthIt: 'Lists of a few dozen elements are sorted faster than anybody could notice.',
  hint: /\.(sort|toSorted)\(/,
  find: (within) =>
    suggestions(
      nodesOf(within, 'subscript_expression', 'call_expression').filter(takesOne),
      'Sorting leaves the list in order, and other code might rely on that.',
    ),
};

function takesOne(node: Node): boolean {
  if (node.is('subscript_expression'))
    return node.field('index')?.text() === '0' && isSorted(node.field('object'));
  const call = asMethodCall(node);
  if (!call || !isSorted(call.receiver)) return false;
  const [place] = call.arguments.map((argument) => argument.text());
  return (
    ['pop', 'shift'].includes(call.method) || (call.method === 'at' && ['0', '-1'].includes(place ?? ''))
  );
}

function isSorted(list: Node | null): boolean {
  const call = list ? asMethodCall(list) : undefined;
  return call !== undefined && ['sort', 'toSorted'].includes(call.method);
}
