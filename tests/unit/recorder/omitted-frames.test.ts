import { writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { addOmittedFrames } from '#recorder/omitted-frames.ts';
import { readScriptLines } from '#recorder/script-lines.ts';
import type { ProfileNode } from '#recorder/stack-reader.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

interface Called {
  readonly name: string;
  /** Line of the function, counted from 1, in `own.js` or, of a library's, in `library.js`. */
  readonly at: number;
  readonly library?: true;
  /** How many ticks each line has. */
  readonly ticks?: Readonly<Record<number, number>>;
}

const text = [
  'export function list(members) {',
  '  const absent = without(members, present(members));',
  '  const more = others.map(describe);',
  '  return club.absent(absent);',
  '}',
];

const frameOf = ({ name, at, library }: Called) => ({
  functionName: name,
  url: library ? 'library.js' : 'own.js',
  lineNumber: at - 1,
  columnNumber: 0,
});

/** The functions that may have been omitted below the caller, of those that it was seen to call. */
function omittedBelow(caller: Called, ...called: readonly Called[]): readonly string[] {
  const [top, ...below] = [caller, ...called].map((one, id) => ({
    id,
    callFrame: frameOf(one),
    positionTicks: Object.entries(one.ticks ?? {}).map(([line, ticks]) => ({ line: Number(line), ticks })),
  }));
  const nodes: ProfileNode[] = [{ ...(top as ProfileNode), children: below.map(({ id }) => id) }, ...below];
  return omittedIn(nodes).get(0) ?? [];
}

/** The names of the functions that were added below each node. */
function omittedIn(nodes: readonly ProfileNode[]): ReadonlyMap<number, readonly string[]> {
  const { profile, omitted } = addOmittedFrames(
    { nodes, startTime: 0 },
    ({ url: file, functionName: name }) => (file === 'own.js' ? { name, file, line: 1 } : null),
    (url) => (url === 'own.js' ? text : []),
  );
  const names = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  for (const [id, { nodes: added }] of omitted)
    expect(profile.nodes.find((node) => node.id === id)?.children).toEqual(
      expect.arrayContaining([...added]),
    );
  const seen = new Set(nodes.map(({ callFrame }) => callFrame.functionName));
  const nameOf = (id: number) => `${names.get(id)}${seen.has(names.get(id) ?? '') ? '' : ', unseen'}`;
  return new Map([...omitted].map(([id, added]) => [id, added.nodes.map(nameOf)]));
}

const list = (ticks: NonNullable<Called['ticks']>) => ({ name: 'list', at: 1, ticks });
const absent = { name: 'Club.absent', at: 20 };
const describe = { name: 'describe', at: 30 };

test('a function may be omitted whose name is in the one line in which its caller has its samples', () => {
  expect(omittedBelow(list({ 4: 10 }), absent, describe)).toEqual(['Club.absent']);
  expect(omittedBelow(list({ 3: 1, 4: 9 }), absent)).toEqual(['Club.absent']);
  expect(omittedBelow(list({ 3: 10 }), describe, absent)).toEqual(['describe']);
  expect(omittedBelow(list({ 2: 10 }), { name: 'present', at: 8 }, { name: 'without', at: 9 })).toEqual([
    'present',
    'without',
  ]);
});

test('none is omitted if the caller has samples in several lines, or too few to tell', () => {
  expect(omittedBelow(list({ 3: 2, 4: 8 }), absent)).toEqual([]);
  expect(omittedBelow(list({ 4: 9 }), absent)).toEqual([]);
});

test('none is omitted if the caller is written in one line, or calls nothing of the service that the line names', () => {
  expect(omittedBelow({ name: 'list', at: 4, ticks: { 4: 10 } }, absent)).toEqual([]);
  expect(omittedBelow(list({ 4: 10 }), describe)).toEqual([]);
  expect(omittedBelow(list({ 9: 10 }), absent)).toEqual([]);
  expect(omittedBelow(list({ 4: 10 }), { ...absent, library: true })).toEqual([]);
});

test("all of the service's functions that a library calls at one place may be omitted there", () => {
  const handle = { name: 'handle', at: 5, library: true, ticks: { 9: 10 } } as const;
  expect(omittedBelow(handle, list({}), absent)).toEqual(['list', 'Club.absent']);
  expect(omittedBelow({ ...handle, ticks: { 8: 5, 9: 5 } }, list({}))).toEqual([]);
  expect(omittedBelow(handle, { name: 'next', at: 12, library: true })).toEqual([]);
});

test("a service's function is seen to call another at any place, one of a library at its own", () => {
  const nodes = (caller: Called): ProfileNode[] => [
    { id: 7, callFrame: frameOf(caller), positionTicks: [{ line: 4, ticks: 10 }] },
    { id: 8, callFrame: frameOf(caller), positionTicks: [{ line: 4, ticks: 10 }], children: [9] },
    { id: 9, callFrame: frameOf(absent) },
  ];
  expect([...omittedIn(nodes(list({}))).keys()]).toEqual([7, 8]);
  expect([...omittedIn(nodes({ ...list({}), library: true })).keys()]).toEqual([8]);
});

test('a function may be omitted that was never seen, if the line calls it and it is declared', () => {
  const declared = (code: string, hot = '  return absent(all, name);') => {
    const file = join(temporaryFolder(), 'caller.js');
    const lines = ['function list(all) {', hot, '}', code];
    writeFileSync(file, lines.join('\n'));
    writeFileSync(join(dirname(file), 'absent.js'), '\nexports.absent = function absent(all) {};\n');
    const callFrame = { functionName: 'list', url: file, lineNumber: 0, columnNumber: 0 };
    const nodes = [{ id: 1, callFrame, positionTicks: [{ line: 2, ticks: 10 }] }];
    const locationOf = ({ url, functionName: name }: ProfileNode['callFrame']) => ({
      file: url,
      name,
      line: 1,
    });
    const { profile } = addOmittedFrames({ nodes, startTime: 0 }, locationOf, readScriptLines());
    return profile.nodes
      .slice(1)
      .map(
        ({ callFrame: { functionName, url, lineNumber } }) =>
          `${functionName} ${basename(url)}:${lineNumber + 1}`,
      );
  };

  expect(declared('async function absent(all) {')).toEqual(['absent caller.js:4']);
  expect(declared('export const absent = async (all) => all.filter(late);')).toEqual(['absent caller.js:4']);
  expect(declared('const absent = all => all;')).toEqual(['absent caller.js:4']);
  expect(declared("const { absent } = require('./absent');")).toEqual(['absent absent.js:2']);
  expect(declared("import { absent } from './absent.js';")).toEqual(['absent absent.js:2']);
  expect(declared("import { absent } from 'absent';")).toEqual([]);
  expect(declared("import { absent } from './nowhere.js';")).toEqual([]);
  expect(declared('const name = (all) => all;')).toEqual([]);
  expect(declared('  if (all) {', '  if (late(all)) stop();')).toEqual([]);
});
