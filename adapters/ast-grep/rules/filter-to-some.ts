import type { MethodCall } from '../calls.ts';
import { type Edit, type Node, nodesOf, replacing, same } from '../syntax.ts';
import { asFilterCall, mayStopEarly } from './filter-call.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list.filter(test).length > 0` tests every element, although one is enough. */
export const filterToSome: Rewrite = {
  name: 'filter-to-some',
  title: (name) => `Stop at the first element that passes in ${name}`,
  message:
    'A list is filtered as a whole to learn whether anything passes: the first element that does is enough.',
  rationale:
    'The code built a list of all elements that pass, and only asked whether it is empty. It now stops at the first. ' +
    'The test changes nothing and throws for no element, so that nobody can tell that it runs less often.',
  notWorthIt: 'Lists of a few dozen elements are filtered faster than anybody could notice.',
  hint: /\.filter\(/,
  find: (within, context) =>
    nodesOf(within, 'member_expression').flatMap((length) => asMatch(length, context) ?? []),
};

function asMatch(length: Node, context: RuleContext): Match | undefined {
  const call =
    length.field('property')?.text() === 'length' ? asFilterCall(length.field('object')) : undefined;
  const question = call && questionAbout(length);
  if (!call || !question) return undefined;
  if (!mayStopEarly(call, context))
    return { node: length, reason: 'The source does not prove that the test may run on fewer elements.' };
  return { node: length, edits: [asking(call, question)] };
}

interface Question {
  /** The expression that is true or false. */
  readonly node: Node;
  readonly isNegated: boolean;
}

/** `> 0`, `!== 0`, `=== 0`, `!…` and the like. */
function questionAbout(length: Node): Question | undefined {
  const parent = length.parent();
  if (parent?.is('unary_expression') && parent.field('operator')?.text() === '!')
    return { node: parent, isNegated: true };
  if (!parent?.is('binary_expression') || !same(parent.field('left'), length)) return undefined;
  const comparison = `${parent.field('operator')?.text()} ${parent.field('right')?.text()}`;
  if (['> 0', '!== 0', '!= 0', '>= 1'].includes(comparison)) return { node: parent, isNegated: false };
  return ['=== 0', '== 0', '< 1'].includes(comparison) ? { node: parent, isNegated: true } : undefined;
}

function asking({ node, callee }: MethodCall, { node: question, isNegated }: Question): Edit {
  const after = node.text().slice(callee.text().length);
  const receiver = callee.text().slice(0, -'filter'.length);
  return replacing(question, `${isNegated ? '!' : ''}${receiver}some${after}`);
}
