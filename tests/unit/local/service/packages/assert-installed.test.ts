import { join } from 'node:path';
import { expect, test } from 'vitest';
import { assertInstalled } from '#local/service/packages/assert-installed.ts';
import { temporaryFolder } from '../../../../support/temporary-folder.ts';
import { type Changes, writeFiles } from '../../../../support/ticker.ts';

const asking = (...names: readonly string[]): Changes => ({
  'api/package.json': JSON.stringify({ dependencies: Object.fromEntries(names.map((name) => [name, '1'])) }),
});

function check(files: Changes): void {
  const root = temporaryFolder();
  writeFiles(root, { 'package.json': '{}', ...files });
  assertInstalled(root, join(root, 'api'));
}

test('a service whose packages are in its own folder and above it may start', () => {
  const installed = { 'api/node_modules/left/index.js': '', 'node_modules/@scope/right/index.js': '' };

  expect(() => check({ ...asking('left', '@scope/right'), ...installed })).not.toThrow();
});

test('a service that asks for nothing may start', () => {
  expect(() => check(asking())).not.toThrow();
  expect(() => check({ 'api/main.js': '' })).not.toThrow();
});

test.each([
  ['package-lock.json', 'npm ci'],
  ['pnpm-lock.yaml', 'pnpm install --frozen-lockfile'],
  ['yarn.lock', 'yarn install --frozen-lockfile'],
  ['bun.lock', 'bun install --frozen-lockfile'],
  ['README.md', 'npm install'],
])('beside %s, packages that are missing are named with the command %s', (lockfile, command) => {
  const files = { ...asking('a', 'b', 'c', 'd', 'here'), [lockfile]: '', 'node_modules/here/index.js': '' };

  expect(() => check(files)).toThrow(
    new RegExp(`has not installed a, b, c and 1 more, for which its package.json asks; run ${command} first`),
  );
});

test('a later Yarn is known by its settings', () => {
  const files = { ...asking('left'), 'yarn.lock': '', '.yarnrc.yml': '' };

  expect(() => check(files)).toThrow('run yarn install --immutable first');
});

test('packages that only developers need are missed where there are none at all', () => {
  const files = { 'api/package.json': '{"devDependencies":{"jest":"1"}}' };

  expect(() => check(files)).toThrow('has not installed jest');
  expect(() => check({ ...files, 'node_modules/husky/index.js': '' })).not.toThrow();
});

test("Yarn's Plug'n'Play is refused with the setting that ends it", () => {
  expect(() => check({ ...asking('left'), '.pnp.cjs': '' })).toThrow(
    'write nodeLinker: node-modules into .yarnrc.yml, and run yarn install',
  );
});
