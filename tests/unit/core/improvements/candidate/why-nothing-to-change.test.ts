import { expect, test } from 'vitest';
import { whyNothingToChange } from '#core/improvements/candidate/why-nothing-to-change.ts';
import type { Finding } from '#core/performance/findings/finding.ts';

const snapshot = { commit: 'a', files: [{ path: 'src/orders.ts', text: '' }] };
const findingIn = (...files: readonly string[]) =>
  ({
    hottest: files.map((file) => ({ name: 'list', file, line: 1, self: 1, total: 1 })),
  }) as unknown as Finding;

test('a profile that names no source says so, and what is missing', () => {
  expect(whyNothingToChange(findingIn('dist/orders.js', 'dist/main.js'), snapshot, ['src/**'])).toBe(
    'the hottest code lies in dist/orders.js, outside of the sources (src/**): built code needs source maps where it runs',
  );
});

test('a profile that names a source, and none at all, do not', () => {
  expect(whyNothingToChange(findingIn('dist/main.js', 'src/orders.ts'), snapshot, ['src/**'])).toBeNull();
  expect(whyNothingToChange(findingIn(), snapshot, ['src/**'])).toBeNull();
});

test('the code of a package is not changed', () => {
  expect(whyNothingToChange(findingIn('node_modules/knex/lib/query.js'), snapshot, ['src/**'])).toBe(
    'the hottest code lies in node_modules/knex/lib/query.js, outside of the sources (src/**): it belongs to a package, which is not changed',
  );
});
