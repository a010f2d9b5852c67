import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterToSome } from '#adapters/ast-grep/rules/filter-to-some.ts';
import { expectSameResults, matches, rewrite, run } from './rewriting.ts';

const subject = (code: string, parameters = 'items: Item[], wanted: string') =>
  `interface Item { id: string; size: number }\nexport function subject(${parameters}) {\n  return ${code};\n}\n`;
const test = '(item) => item.id === wanted';

describe('filter-to-some', () => {
  it.each([
    [`items.filter(${test}).length > 0`, `items.some(${test})`],
    [`items.filter(${test}).length !== 0`, `items.some(${test})`],
    [`items.filter(${test}).length >= 1`, `items.some(${test})`],
    [`items.filter(${test}).length === 0`, `!items.some(${test})`],
    [`items.filter(${test}).length < 1`, `!items.some(${test})`],
    [`!items.filter(${test}).length`, `!items.some(${test})`],
    [`items.filter(Boolean).length > 0`, `items.some(Boolean)`],
  ])('asks %s as %s, with the same answer', (before, after) => {
    const source = subject(before);
    expect(rewrite(filterToSome, source)).toBe(subject(after));
    const id = fc.constantFrom('a', 'b', '');
    expectSameResults(run(source), run(subject(after)), fc.array(fc.record({ id, size: fc.nat() })), id);
  });

  it.each([
    ['Object.keys(items).filter((key) => key !== wanted).length > 0'],
    [
      'items.filter((item) => item.size > 1 && !(item.id === wanted || typeof item.id === "number")).length > 0',
    ],
    ['items.filter((item) => item?.id === wanted.length).length > 0'],
  ])('rewrites %s', (code) => {
    expect(rewrite(filterToSome, subject(code))).toContain('some(');
  });

  it.each([
    ['the number matters', subject(`items.filter(${test}).length > 1`)],
    ['the number is used', subject(`items.filter(${test}).length`)],
    ['the list itself is used', subject(`items.filter(${test})`)],
    ['the receiver is unknown', subject(`items.filter(${test}).length > 0`, 'items, wanted')],
    [
      'an element may be missing',
      subject(`items.filter(${test}).length > 0`, 'items: (Item | null)[], wanted: string'),
    ],
    [
      'an element may be anything',
      subject(`items.filter(${test}).length > 0`, 'items: any[], wanted: string'),
    ],
    [
      'the type of an element may be that of null',
      `type Entry = { id: string } | null;\n${subject(`items.filter(${test}).length > 0`, 'items: Entry[], wanted: string')}`,
    ],
    [
      'the type of an element is unknown',
      subject(`items.filter(${test}).length > 0`, 'items: Other[], wanted: string'),
    ],
    ['the test calls something', subject('items.filter((item) => check(item)).length > 0')],
    ['the test calls a method', subject('items.filter((item) => item.id.trim() === wanted).length > 0')],
    ['the test may throw deeper', subject('items.filter((item) => item.id.length.x === wanted).length > 0')],
    ['the test writes', subject('items.filter((item) => (item.id = wanted)).length > 0')],
    ['the test counts', subject('items.filter((item) => counter++ > 0).length > 0')],
    ['the test is given by its name', subject('items.filter(check).length > 0')],
    ['the test uses the index', subject('items.filter((item, i) => i > 0).length > 0')],
    ['this is bound', subject(`items.filter(${test}, this).length > 0`)],
    ['the call is optional', subject(`items?.filter(${test}).length > 0`)],
    [
      'the file has a Boolean of its own',
      `function Boolean() {}\n${subject('items.filter(Boolean).length > 0')}`,
    ],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(filterToSome, source)).toBeNull();
  });

  it('says why it does not write', () => {
    expect(matches(filterToSome, subject('items.filter(check).length > 0'))).toMatchObject([
      { reason: expect.stringContaining('fewer elements') },
    ]);
  });
});
