// cspell:ignore AACA AACAC AAAD CAAC EACA: mappings.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFrameLocator } from '#recorder/locate-frames.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const map = { version: 3, sources: ['../src/a.ts'], names: [], mappings: 'AAAA;AACA' };

interface Seen {
  readonly url?: string;
  readonly functionName?: string;
  readonly lineNumber?: number;
}

/** Locates a frame of a service whose `dist/a.js` has the map; by default its function in the second line. */
async function locate(written: unknown, seen: Seen = {}, folder = 'shop') {
  const root = join(temporaryFolder(), folder);
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/a.js'), '1;\nfunction list() {}\n//# sourceMappingURL=a.js.map\n');
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  if (text !== '') writeFileSync(join(root, 'dist/a.js.map'), text);
  const { url = 'file://ROOT/dist/a.js', functionName = 'list', lineNumber = 1 } = seen;
  const frame = { functionName, url: url.replace('ROOT', root), lineNumber, columnNumber: 13 };
  const other = { ...frame, functionName: 'other', lineNumber: 1 };
  const locationOf = await createFrameLocator(root)([other, frame]);
  return locationOf(frame);
}

const asItIs = { name: 'list', file: 'dist/a.js', line: 2 };

test('a function of built code is where its source is', async () => {
  expect(await locate(map)).toEqual({ name: 'list', file: 'src/a.ts', line: 2 });
  expect(await locate(map, { url: 'ROOT/dist/a.js' })).toMatchObject({ file: 'src/a.ts' });
  expect(await locate(map, { url: 'file://ROOT/dist/a.js?v=1' })).toMatchObject({ file: 'src/a.ts' });
});

test('a source that webpack names is relative to the root', async () => {
  const sources = ['webpack://shop/./src/my%20file.ts'];
  expect(await locate({ ...map, sources })).toMatchObject({ file: 'src/my file.ts', line: 2 });
});

test('a source of a package does not belong to the service', async () => {
  expect(await locate({ ...map, sources: ['../node_modules/express/index.js'] })).toBeNull();
  expect(await locate({ ...map, sources: ['webpack://shop/./node_modules/express/index.js'] })).toBeNull();
});

test('a service that is a package itself has its sources', async () => {
  expect(await locate(map, {}, 'node_modules/shop')).toMatchObject({ file: 'src/a.ts' });
});

test('what a tool added does not belong to the service', async () => {
  const sections = [{ offset: { line: 1, column: 0 }, map }];
  expect(await locate({ version: 3, sections }, { lineNumber: 0 })).toBeNull();
  expect(await locate({ version: 3, sections }, { lineNumber: 1 })).toMatchObject({
    file: 'src/a.ts',
    line: 1,
  });
});

test.each([
  ['is missing', ''],
  ['is no JSON', '{'],
  ['is no map', '[]'],
  ['cannot be read on', { ...map, mappings: '!' }],
  ['knows nothing of the script', { ...map, mappings: '' }],
  ['names a source outside of the root', { ...map, sources: ['../../other/a.ts'] }],
  ['names a source on another machine', { ...map, sources: ['file://build-host/src/a.ts'] }],
  ['names a source that is no URL', { ...map, sources: ['http://['] }],
])('a function stays where it ran if the map %s', async (_, written) => {
  expect(await locate(written)).toEqual(asItIs);
});

test.each([
  ['WebAssembly', 'wasm://wasm/0a1b2c'],
  ['code on another machine', 'file://build-host/share/lib.js'],
  ['code with an escaped slash in its name', 'file:///app/%2Fx.js'],
  ['Node itself', 'node:fs'],
])('%s does not belong to the service, and does not lose the profile', async (_, url) => {
  expect(await locate(map, { url })).toBeNull();
});

test('a function without a name is anonymous, and the root of the profile is none', async () => {
  expect(await locate(map, { functionName: '' })).toMatchObject({ name: '(anonymous)' });
  expect(await locate(map, { lineNumber: -1 })).toBeNull();
});

test('a place with blanks in its name is read from an escaped URL', async () => {
  expect(await locate(map, { url: 'file://ROOT/src/my%20file.js?t=1717' })).toEqual({
    name: 'list',
    file: 'src/my file.js',
    line: 2,
  });
});

test('a map that is a pipe, and would never end, is not read', async () => {
  const root = temporaryFolder();
  const pipe = join(root, 'a.js.map');
  execFileSync('mkfifo', [pipe]);
  writeFileSync(join(root, 'a.js'), '1;\nfunction list() {}\n//# sourceMappingURL=a.js.map\n');
  const frame = { functionName: 'list', url: join(root, 'a.js'), lineNumber: 1, columnNumber: 13 };
  const locationOf = await createFrameLocator(root)([frame]);
  expect(locationOf(frame)).toEqual({ ...asItIs, file: 'a.js' });
});
