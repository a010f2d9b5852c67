import { describe, expect, it } from 'vitest';
import { sortToTakeOne } from '#adapters/ast-grep/rules/sort-to-take-one.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('sort-to-take-one', () => {
  it.each([
    [
      'the first of a sorted list',
      'return items.sort((a, b) => a - b)[0];',
      ['items.sort((a, b) => a - b)[0]'],
    ],
    ['the last of a sorted copy', 'return items.slice().sort().pop();', ['items.slice().sort().pop()']],
    [
      'either end by at',
      'return [items.toSorted().at(-1), items.toSorted().at(0)];',
      ['items.toSorted().at(-1)', 'items.toSorted().at(0)'],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(sortToTakeOne, subject(body))).toEqual(places);
    expect(matches(sortToTakeOne, subject(body))[0]).toMatchObject({ reason: expect.stringMatching(/\.$/) });
  });

  it.each([
    ['the sorted list is kept', 'const list = items.sort();\nreturn list;'],
    ['an element in the middle is taken', 'return items.sort()[2];'],
    ['the place is computed', 'return items.toSorted().at(middle);'],
    ['the list is not sorted', 'return items.slice()[0];'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(sortToTakeOne, subject(body))).toEqual([]);
  });
});
