import { expect, test } from 'vitest';
import { rules } from '#adapters/ast-grep/rules/registry.ts';
import { oxlintRules } from '#adapters/oxlint/rules.ts';
import { repeats, withoutRepeats } from '#adapters/static-analysis/without-repeats.ts';
import { aStaticFinding } from '../../../support/static-finding.ts';

const theirs = aStaticFinding();
const ours = aStaticFinding({ analyzer: 'ironclaw', rule: 'await-in-loop', line: 6 });

test('what one of our rules says of a function is not said again by oxlint', () => {
  expect(withoutRepeats([theirs, ours])).toEqual([ours]);
});

test.each([
  ['another function', { function: { name: 'load', from: 11, to: 19 } }],
  ['another file', { path: 'src/b.ts' }],
  ['another matter', { rule: 'unicorn/prefer-array-some' }],
])('what it says of %s stays', (_, fields) => {
  expect(withoutRepeats([{ ...theirs, ...fields }, ours])).toHaveLength(2);
});

test('the table names rules that exist', () => {
  expect(oxlintRules.map(({ setting }) => setting)).toEqual(expect.arrayContaining(Object.keys(repeats)));
  expect(rules.map(({ name }) => name)).toEqual(expect.arrayContaining(Object.values(repeats).flat()));
});
