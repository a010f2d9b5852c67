import { endOf, indentationAt, isTypeScript, startOf } from '../syntax.ts';
import { asArrayType } from '../types.ts';
import { type ReduceCall, reduceCalls, standsAlone } from './reduce-call.ts';
import type { Rule } from './rule.ts';

/** `list.reduce((all, x) => [...all, f(x)], [])` copies the accumulator for every element. */
export const spreadReduceToArray: Rule = {
  name: 'spread-reduce-to-array',
  title: (name) => `Grow the list in ${name} in place`,
  rationale:
    'The reducer copied the whole list for each element: time grew with the square of the length. It now appends to ' +
    'the one list that it started, which nothing else can see before the reducer is done.',
  apply(target, { path, text }) {
    for (const call of reduceCalls(target.node)) {
      const added = addedElement(call);
      if (!added || (isTypeScript(path) && !isMutableArray(call))) continue;
      const body = call.arrow.node.field('body');
      if (!body) continue;
      const indentation = indentationAt(text, startOf(call.arrow.node));
      const insertedText = [
        '{',
        `${indentation}  ${call.accumulator}.push(${added});`,
        `${indentation}  return ${call.accumulator};`,
        `${indentation}}`,
      ].join('\n');
      return [{ startPos: startOf(body), endPos: endOf(body), insertedText }];
    }
    return null;
  },
};

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
