import { type Edit, endOf, indentationAt, isTypeScript, type Node, startOf } from '../syntax.ts';
import { asArrayType } from '../types.ts';
import { type ReduceCall, reduceCalls, standsAlone } from './reduce-call.ts';
import type { Match, Rewrite, RuleContext } from './rule.ts';

/** `list.reduce((all, x) => [...all, f(x)], [])` copies the accumulator for every element. */
export const spreadReduceToArray: Rewrite = {
  name: 'spread-reduce-to-array',
  title: (name) => `Grow the list in ${name} in place`,
  rationale:
    'The reducer copied the whole list for each element: time grew with the square of the length. It now appends to ' +
    'the one list that it started, which nothing else can see before the reducer is done.',
  message: 'A reducer copies its whole list for each element: the time grows with the square of the length.',
  notWorthIt: 'Lists of a few dozen elements are copied faster than anybody could notice.',
  hint: /\.reduce\b/,
  find: (within, context) => reduceCalls(within).flatMap((call) => asMatch(call, context) ?? []),
};

function asMatch(call: ReduceCall, { path, text }: RuleContext): Match | undefined {
  const added = addedElement(call);
  const body = call.arrow.node.field('body');
  if (!added || !body) return undefined;
  if (isTypeScript(path) && !isMutableArray(call))
    return {
      node: call.node,
      reason: 'The source does not say that the type of the accumulator is an array that may grow.',
    };
  return { node: call.node, edits: [appending(call, added, body, text)] };
}

function appending({ arrow, accumulator }: ReduceCall, added: string, body: Node, source: string): Edit {
  const indentation = indentationAt(source, startOf(arrow.node));
  const insertedText = [
    '{',
    `${indentation}  ${accumulator}.push(${added});`,
    `${indentation}  return ${accumulator};`,
    `${indentation}}`,
  ].join('\n');
  return { startPos: startOf(body), endPos: endOf(body), insertedText };
}

function addedElement(call: ReduceCall): string | undefined {
  const { result } = call.arrow;
  const [spread, added, ...more] = result.is('array') ? result.namedChildren() : [];
  if (!spread || !added || more.length > 0 || result.text().includes(',,')) return undefined;
  if (spread.text() !== `...${call.accumulator}` || added.is('spread_element') || added.is('comment'))
    return undefined;
  const empty = call.initial.is('array') && call.initial.children().length === 2;
  return empty && standsAlone(added, call) ? added.text() : undefined;
}

function isMutableArray({ type }: ReduceCall): boolean {
  return type !== undefined && asArrayType(type)?.readonly === false;
}
