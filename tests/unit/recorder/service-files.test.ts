import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { serviceFiles } from '#recorder/service-files.ts';

const root = process.cwd();
const fileOf = serviceFiles(root);
const url = (path: string) => pathToFileURL(`${root}/${path}`).href;

test("the service's files are named relative to its root", () => {
  expect(fileOf(url('src/orders/join lines.ts'))).toBe('src/orders/join lines.ts');
  expect(fileOf(`${root}/src/common.cjs`)).toBe('src/common.cjs');
});

test('packages, Node itself and files outside of the root do not belong to the service', () => {
  for (const other of [
    url('node_modules/express/index.js'),
    'node:internal/timers',
    '',
    url('../elsewhere/a.ts'),
    'evalmachine.<anonymous>',
  ]) {
    expect(fileOf(other), other).toBeNull();
  }
});

test('a file in a folder whose name begins with dots belongs to the service', () => {
  expect(fileOf(url('..odd/a.ts'))).toBe('..odd/a.ts');
});

test('the recorder does not belong to the service, even below its root', () => {
  expect(fileOf(url('recorder/measure-requests.ts'))).toBeNull();
});
