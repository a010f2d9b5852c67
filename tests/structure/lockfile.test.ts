import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lock = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, { optionalDependencies?: Record<string, string>; resolved?: string }>;
};

test('the lockfile has every platform, so that npm ci takes it on all of them (.ci/complete-lockfile.ts)', () => {
  const missing = Object.values(lock.packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    // A package may bring its own along, below itself.
    .filter((name) => !Object.keys(lock.packages).some((path) => path.endsWith(`node_modules/${name}`)));
  expect(missing).toEqual([]);
});

test('the lockfile names no registry', () => {
  const urls = Object.values(lock.packages).filter(({ resolved }) => resolved?.includes('://'));
  expect(urls).toEqual([]);
});
