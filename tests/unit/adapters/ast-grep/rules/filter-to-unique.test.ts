import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterToUnique } from '#adapters/ast-grep/rules/filter-to-unique.ts';
import { expectSameResults, matches, rewrite, run } from './rewriting.ts';

const subject = (code: string, parameters = 'names: string[]') =>
  `export function subject(${parameters}) {\n  return ${code};\n}\n`;
const unique = subject('[...new Set(names)]');

describe('filter-to-unique', () => {
  it.each([
    ['names.filter((name, i) => names.indexOf(name) === i)'],
    ['names.filter((name, i, all) => all.indexOf(name) === i)'],
    ['names.filter((name, i, all) => i === all.indexOf(name))'],
  ])('drops the duplicates of %s with a set, in the same order', (code) => {
    expect(rewrite(filterToUnique, subject(code))).toBe(unique);
    expectSameResults(run(subject(code)), run(unique), fc.array(fc.constantFrom('a', 'b', '', '__proto__')));
  });

  it('knows that keys are strings', () => {
    const code = 'Object.keys(all).filter((key, i, keys) => keys.indexOf(key) === i)';
    expect(rewrite(filterToUnique, subject(code, 'all: object'))).toContain('[...new Set(Object.keys(all))]');
  });

  it.each([
    [
      'the elements are numbers, of which one may be NaN',
      subject('names.filter((x, i) => names.indexOf(x) === i)', 'names: number[]'),
    ],
    ['the elements are unknown', subject('names.filter((x, i) => names.indexOf(x) === i)', 'names')],
    [
      'the receiver may be missing',
      subject('names.filter((x, i) => names.indexOf(x) === i)', 'names?: string[]'),
    ],
    ['another list is searched', subject('names.filter((x, i) => others.indexOf(x) === i)')],
    ['the last one is kept', subject('names.filter((x, i) => names.lastIndexOf(x) === i)')],
    ['the others are kept', subject('names.filter((x, i) => names.indexOf(x) !== i)')],
    ['the search begins elsewhere', subject('names.filter((x, i) => names.indexOf(x, 1) === i)')],
    ['something else is searched', subject('names.filter((x, i) => names.indexOf(x.trim()) === i)')],
    ['this is bound', subject('names.filter((x, i) => names.indexOf(x) === i, this)')],
    [
      'the file has a Set of its own',
      `class Set {}\n${subject('names.filter((x, i) => names.indexOf(x) === i)')}`,
    ],
  ])('leaves the function unchanged if %s', (_, source) => {
    expect(rewrite(filterToUnique, source)).toBeNull();
  });

  it('says why it does not write', () => {
    const numbers = subject('names.filter((x, i) => names.indexOf(x) === i)', 'names: number[]');
    expect(matches(filterToUnique, numbers)).toMatchObject([{ reason: expect.stringContaining('strings') }]);
  });
});
