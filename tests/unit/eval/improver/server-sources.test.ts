import { expect, test } from 'vitest';
import { reasonToLeaveOut } from '../../../../eval/improver/server-sources.ts';

test.each([
  ['src/a.test.ts', '', 'test'],
  ['src/__tests__/a.ts', '', 'test'],
  ['public/vendor/a.js', '', 'vendored'],
  ['src/a.min.js', '', 'minified'],
  ['src/a.js', `x = "${'a'.repeat(6_000)}"`, 'minified'],
  ['src/a.ts', '/* @generated */', 'generated'],
  ['src/latest.ts', 'export const a = 1;', null],
])('%s counts for what it is', (path, text, reason) => {
  expect(reasonToLeaveOut({ path, text })).toBe(reason);
});
