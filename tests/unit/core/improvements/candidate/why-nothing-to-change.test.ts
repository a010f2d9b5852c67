import { expect, test } from 'vitest';
import { whyNothingToChange } from '#core/improvements/candidate/why-nothing-to-change.ts';
import type { Finding } from '#core/performance/findings/finding.ts';

const snapshot = { commit: 'a', files: [{ path: 'src/orders.ts', text: '' }] };
const findingIn = (...files: readonly string[]) =>
  ({
    hottest: files.map((file) => ({ name: 'list', file, line: 1, self: 1, total: 1 })),
  }) as unknown as Finding;

test('a profile that names no source says so, and what is missing', () => {
  expect(whyNothingToChange(findingIn('dist/orders.js', 'dist/main.js'), snapshot)).toBe(
    'the time goes to dist/orders.js, and no such file is among the sources: built code needs source maps where it runs',
  );
});

test('a profile that names a source, and none at all, do not', () => {
  expect(whyNothingToChange(findingIn('dist/main.js', 'src/orders.ts'), snapshot)).toBeNull();
  expect(whyNothingToChange(findingIn(), snapshot)).toBeNull();
});
