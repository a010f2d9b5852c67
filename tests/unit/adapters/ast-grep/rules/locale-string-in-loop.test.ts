import { describe, expect, it } from 'vitest';
import { localeStringInLoop } from '#adapters/ast-grep/rules/locale-string-in-loop.ts';
import { matches, suggested } from './rewriting.ts';

const subject = (body: string) => `export async function subject(items, request, response) {\n${body}\n}\n`;

describe('locale-string-in-loop', () => {
  it.each([
    [
      'a date in a loop',
      "return items.map((date) => date.toLocaleDateString('de', { month: 'long' }));",
      ["date.toLocaleDateString('de', { month: 'long' })"],
    ],
    [
      'a comparison with options',
      "for (const item of items) use(item.localeCompare(other, 'de', { numeric: true }));",
      ["item.localeCompare(other, 'de', { numeric: true })"],
    ],
  ])('suggests to look at %s', (_, body, places) => {
    expect(suggested(localeStringInLoop, subject(body))).toEqual(places);
    expect(matches(localeStringInLoop, subject(body))[0]).toMatchObject({
      reason: expect.stringMatching(/\.$/),
    });
  });

  it.each([
    ['it is not in a loop', "return items[0].toLocaleDateString('de', {});"],
    [
      'there are no options, and the engine keeps the formatter',
      "return items.map((date) => date.toLocaleDateString('de'));",
    ],
    ['the comparison has no options', 'return items.map((item) => item.localeCompare(other));'],
  ])('suggests nothing if %s', (_, body) => {
    expect(suggested(localeStringInLoop, subject(body))).toEqual([]);
  });
});
