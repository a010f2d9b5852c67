import { writesTo } from '../arrays.ts';
import { isTypeScript, type Node, nodesOf, replacing } from '../syntax.ts';
import { isPlainMember } from '../types.ts';
import { asFilterCall, mayStopEarly } from './filter-call.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list.filter(test)[0]` tests every element, although only the first that passes is wanted. */
export const filterToFind: Rewrite = {
  name: 'filter-to-find',
  title: (name) => `Stop at the element that ${name} wants`,
  message: 'A list is filtered as a whole to take the first element that passes.',
  rationale:
    'The code built a list of all elements that pass, and only took the first. It now stops there. The test changes ' +
    'nothing and throws for no element, so that nobody can tell that it runs less often.',
  notWorthIt: 'Lists of a few dozen elements are filtered faster than anybody could notice.',
  hint: /\.filter\(/,
  find: (within, context) =>
    nodesOf(within, 'subscript_expression').flatMap((first) => asMatch(first, context) ?? []),
};

function asMatch(first: Node, context: RuleContext): Match | undefined {
  const call = first.field('index')?.text() === '0' ? asFilterCall(first.field('object')) : undefined;
  const outer = first.parent();
  const isOptional = first.children().some((child) => child.is('optional_chain'));
  if (!call || isOptional || (outer && writesTo(outer, first))) return undefined;
  if (isTypeScript(context.path) && !acceptsUndefined(first))
    return { node: first, reason: 'The types may not allow for undefined, which find returns.' };
  if (!mayStopEarly(call, context))
    return { node: first, reason: 'The source does not prove that the test may run on fewer elements.' };
  const text = `${call.callee.text().slice(0, -'filter'.length)}find${call.node.text().slice(call.callee.text().length)}`;
  return { node: first, edits: [replacing(first, text)] };
}

function acceptsUndefined(first: Node): boolean {
  const parent = first.parent();
  if (parent?.is('member_expression')) return !isPlainMember(parent);
  if (parent?.is('non_null_expression')) return true;
  return parent?.is('binary_expression') === true && parent.field('operator')?.text() === '??';
}
