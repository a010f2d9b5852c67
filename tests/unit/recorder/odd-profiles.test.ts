import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { attributeSamples } from '#recorder/attribute-samples.ts';
import { createFrameLocator } from '#recorder/locate-frames.ts';
import type { RequestSpan } from '#recorder/request-spans.ts';
import { samplesInOrder } from '#recorder/samples-in-order.ts';
import { framesToLocate, type ProfileNode } from '#recorder/stack-reader.ts';
import { folderWith } from '../../support/folder-with.ts';

const request: RequestSpan = { endpoint: 'GET /a', entered: 0, returned: 10, ended: 10, waits: [] };

/** A node of a profile, below the root of it. `ROOT` stands for the service's folder. */
const node = (id: number, functionName: string, url: string, lineNumber = 9, children: number[] = []) => ({
  id,
  callFrame: { functionName, url, lineNumber, columnNumber: 0 },
  children,
});

const handle = node(2, 'handle', 'ROOT/src/a.js');

/** What is reported of the nodes, sampled once each in the order given. */
async function functionsOf(
  nodes: readonly ProfileNode[],
  samples: readonly number[],
  timeDeltas: readonly number[] = samples.map(() => 1_000),
) {
  const root = folderWith({ 'src/a.js': '', 'dist/a.js': '1;\n//# sourceMappingURL=a.js.map\n' });
  const base = pathToFileURL(root).href;
  const placed = nodes.map(({ callFrame, ...rest }) => ({
    ...rest,
    callFrame: { ...callFrame, url: callFrame.url.replace('ROOT', base) },
  }));
  const top = { ...node(1, '(root)', '', -1), children: [2, 3, 4] };
  const profile = samplesInOrder({ nodes: [top, ...placed], startTime: 0, samples, timeDeltas });
  const locationOf = await createFrameLocator(root)(framesToLocate(profile.nodes, []));
  const completed = { profile, omitted: new Map() };
  const [reported] = attributeSamples(
    completed,
    [request],
    (microseconds) => microseconds / 1_000,
    locationOf,
  );
  return (reported?.functions ?? []).map(
    ({ name, file, line, self, total }) => `${file}:${line} ${name} ${self} of ${total}`,
  );
}

describe('an odd node does not lose the profile', () => {
  it('if it is WebAssembly: its time is that of its caller', async () => {
    const nodes = [{ ...handle, children: [5] }, node(5, 'wasm-function[12]', 'wasm://wasm/0a1b2c', 0)];
    expect(await functionsOf(nodes, [5, 5, 5, 2])).toEqual(['src/a.js:10 handle 0.25 of 1']);
  });

  it('if it has no name', async () => {
    const nodes = [node(2, '', 'ROOT/src/a.js', 9, [5]), node(5, 'inner', 'ROOT/src/a.js', 29)];
    expect(await functionsOf(nodes, [5, 5, 2, 2])).toEqual([
      'src/a.js:10 (anonymous) 0.5 of 1',
      'src/a.js:30 inner 0.5 of 0.5',
    ]);
  });

  it('if its URL has a query and escapes', async () => {
    const odd = node(2, 'handle', 'ROOT/src/my%20file.js?t=1717');
    expect(await functionsOf([odd], [2, 2])).toEqual(['src/my file.js:10 handle 1 of 1']);
  });

  it.each([
    'file://build-host/share/lib.js',
    'file:///app/%2Fx.js',
    'file:///app/%ZZ.js',
    'file://',
    'webpack://shop/%E0%A4%A.js',
    'http://[',
    '\u0000',
  ])('if its URL is %j, which belongs to nobody', async (url) => {
    const functions = await functionsOf([handle, node(3, 'odd', url)], [2, 2, 3, 3]);
    expect(functions).toEqual(['src/a.js:10 handle 0.5 of 0.5']);
  });

  it('if V8 delivers a sample late', async () => {
    expect(await functionsOf([handle], [2, 2, 2, 2], [1_000, -400, 1_800, 1_000])).toEqual([
      'src/a.js:10 handle 1 of 1',
    ]);
  });

  it('if it is a getter or an async function', async () => {
    const nodes = [node(2, 'get total', 'ROOT/src/a.js', 9), node(3, 'async list', 'ROOT/src/a.js', 29)];
    expect(await functionsOf(nodes, [2, 2, 3, 3])).toEqual([
      'src/a.js:10 get total 0.5 of 0.5',
      'src/a.js:30 async list 0.5 of 0.5',
    ]);
  });
});

describe('a function of built code stays where it ran if its map', () => {
  it.each([
    ['is missing', null],
    [
      'names a source that is no URL',
      { version: 3, sources: ['webpack://shop/%E0%A4%A.ts'], mappings: 'AAAA' },
    ],
    // cspell:ignore AADA: a mapping.
    ['names a line before the first', { version: 3, sources: ['../src/a.ts'], mappings: 'AADA' }],
  ])('%s', async (_, map) => {
    const root = folderWith({ 'dist/a.js': '1;\n//# sourceMappingURL=a.js.map\n' });
    if (map) writeFileSync(join(root, 'dist/a.js.map'), JSON.stringify(map));
    const { callFrame } = node(2, 'index', `${pathToFileURL(root).href}/dist/a.js`, 0);
    const locationOf = await createFrameLocator(root)([callFrame]);
    expect(locationOf(callFrame)).toEqual({ name: 'index', file: 'dist/a.js', line: 1 });
  });
});
