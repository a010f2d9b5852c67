import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spreadReduceToArray } from '#adapters/ast-grep/rules/spread-reduce-to-array.ts';
import { expectSameResults, outcome, rewrite, run } from './rewriting.ts';

const typed = `
export function subject(items: readonly number[]): number[] {
  return items.reduce<number[]>((all, item) => [...all, item * 2], []);
}
`;

describe('spread-reduce-to-array', () => {
  it('appends to the list in place', () => {
    expect(rewrite(spreadReduceToArray, typed)).toContain(
      [
        '  return items.reduce<number[]>((all, item) => {',
        '    all.push(item * 2);',
        '    return all;',
        '  }, []);',
      ].join('\n'),
    );
  });

  it('gives the same list for every list, including the empty one and one with holes', () => {
    const [before, rewritten] = [run(typed), run(rewrite(spreadReduceToArray, typed) ?? '')];
    expectSameResults(before, rewritten, fc.array(fc.double()));
    const holes = Array(3);
    holes[1] = 4;
    expect(outcome(rewritten, holes)).toEqual({ value: [8] });
    expect(outcome(rewritten, [])).toEqual(outcome(before, []));
  });

  it('needs no types in JavaScript', () => {
    const source = 'export const subject = (items) => items.reduce((all, item) => [...all, { item }], []);';
    const rewritten = rewrite(spreadReduceToArray, source, [], 'src/subject.js');
    expect(run(rewritten ?? '')([1, 2])).toEqual([{ item: 1 }, { item: 2 }]);
  });

  it.each([
    ['the element reads the list so far', 'items.reduce<number[]>((all, item) => [...all, all.length], [])'],
    ['the list so far comes last', 'items.reduce<number[]>((all, item) => [item, ...all], [])'],
    ['two elements are added', 'items.reduce<number[]>((all, item) => [...all, item, item], [])'],
    ['several are spread', 'items.reduce<number[]>((all, item) => [...all, ...item], [])'],
    ['it starts with an element', 'items.reduce<number[]>((all, item) => [...all, item], [0])'],
    [
      'it starts with a list that other code holds',
      'items.reduce<number[]>((all, item) => [...all, item], other)',
    ],
    [
      'the result may not be appended to',
      'items.reduce<readonly number[]>((all, item) => [...all, item], [])',
    ],
    ['the reducer is async', 'items.reduce<number[]>(async (all, item) => [...all, item], [])'],
    [
      'the reducer does more',
      'items.reduce<number[]>((all, item) => { log(all); return [...all, item]; }, [])',
    ],
  ])('leaves the function unchanged if %s', (_, expression) => {
    const source = `export function subject(items: number[], other: number[]) { return ${expression}; }`;
    expect(rewrite(spreadReduceToArray, source)).toBeNull();
  });
});
