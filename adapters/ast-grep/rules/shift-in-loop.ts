import { type MethodCall, methodCalls } from '../calls.ts';
import { loopStatementsAround } from '../loops.ts';
import type { Rule } from './rule.ts';
import { suggestions } from './suggestion.ts';

/** `while (queue.length > 0) { const next = queue.shift(); … }` moves all elements in each turn. */
export const shiftInLoop: Rule = {
  name: 'shift-in-loop',
  message: 'A loop takes each element from the front of a list: a long list is moved in each turn.',
  rationale:
    'An index of the next element takes constant time, but keeps what was taken until the loop is done, and everything ' +
    'that reads the list or its length would have to know of the index.',
  notWorthIt: 'The engine moves lists of less than some ten thousand elements very fast.',
  hint: /\.shift\(/,
  find: (within) =>
    suggestions(
      methodCalls(within, 'shift')
        .filter(emptiesList)
        .map(({ node }) => node),
      'The source does not tell how long the list gets, and other code may read it.',
    ),
};

/** The loop runs until the list is empty. */
function emptiesList({ node, receiver }: MethodCall): boolean {
  const [loop] = loopStatementsAround(node);
  return loop?.field('condition')?.text().includes(`${receiver.text()}.length`) ?? false;
}
