import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterToFind } from '#adapters/ast-grep/rules/filter-to-find.ts';
import { expectSameResults, matches, rewrite, run } from './rewriting.ts';

const subject = (code: string, parameters = 'items: Item[], wanted: string') =>
  `interface Item { id: string }\nexport function subject(${parameters}) {\n  return ${code};\n}\n`;
const first = 'items.filter((item) => item.id === wanted)[0]';

describe('filter-to-find', () => {
  it.each([
    [`${first}?.id`, 'items.find((item) => item.id === wanted)?.id'],
    [`${first} ?? null`, 'items.find((item) => item.id === wanted) ?? null'],
    [`${first}!`, 'items.find((item) => item.id === wanted)!'],
  ])('takes %s as %s, which is the same', (before, after) => {
    const source = subject(before);
    expect(rewrite(filterToFind, source)).toBe(subject(after));
    const id = fc.constantFrom('a', 'b', '');
    expectSameResults(run(source), run(subject(after)), fc.array(fc.record({ id })), id);
  });

  it('needs no type for the result in JavaScript', () => {
    const source =
      'function subject(all) {\n  return Object.keys(all).filter((key) => key !== "a")[0].length;\n}\n';
    expect(rewrite(filterToFind, source, [], 'a.js')).toContain(
      'Object.keys(all).find((key) => key !== "a").length',
    );
  });

  it.each([
    ['the type may not allow for undefined', subject(first)],
    ['another element is taken', subject(`${first.replace('[0]', '[1]')}?.id`)],
    ['the place is computed', subject(`${first.replace('[0]', '[at]')}?.id`)],
    ['the receiver is unknown', subject(`${first}?.id`, 'items, wanted')],
    ['an element may be missing', subject(`${first}?.id`, 'items: (Item | undefined)[], wanted: string')],
    ['the test calls something', subject('items.filter((item) => check(item))[0]?.id')],
    ['the element is replaced', subject(`(${first} = wanted)`)],
    ['the access is optional', subject('items.filter((item) => item.id === wanted)?.[0]?.id')],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(filterToFind, source)).toBeNull();
  });

  it('says why it does not write', () => {
    expect(matches(filterToFind, subject(first))).toMatchObject([
      { reason: expect.stringContaining('undefined') },
    ]);
  });
});
