// cspell:ignore AACA AACAC AAAD CAAC EACA: mappings.
import { expect, test } from 'vitest';
import { originsAt, type SourceMap } from '#recorder/source-maps/source-map.ts';

const base = 'file:///shop/dist/a.js.map';
/** The first column of the first two lines. */
const twoLines = 'AAAAA;AACAC';
const first: SourceMap = { mappings: twoLines, sources: ['../src/a.ts'], names: ['list', 'total'] };
const at = (map: SourceMap, line: number, column = 0) => originsAt(map, base, [{ line, column }])[0];

test('a source is relative to the map, below the root of the sources if there is one', () => {
  expect(at(first, 1)).toEqual({ url: 'file:///shop/src/a.ts', line: 1, name: 'total' });
  expect(at({ ...first, sourceRoot: '../lib' }, 1)?.url).toBe('file:///shop/src/a.ts');
  expect(at({ ...first, sourceRoot: '../../lib', sources: ['a.ts'] }, 1)?.url).toBe('file:///lib/a.ts');
  expect(at({ ...first, sourceRoot: '', sources: ['webpack://shop/./src/a.ts'] }, 1)?.url).toBe(
    'webpack://shop/src/a.ts',
  );
});

test('a name counts only where its piece begins', () => {
  expect(at(first, 0, 0)?.name).toBe('list');
  expect(at(first, 0, 1)?.name).toBeNull();
});

test('a piece without a source has none', () => {
  expect(at({ ...first, sources: [null] }, 0)).toMatchObject({ url: null });
  expect(at({ mappings: twoLines }, 0)).toMatchObject({ url: null });
});

test('each section of a text has its own map', () => {
  const second = { ...first, sources: ['../src/b.ts'] };
  const sections = [
    { offset: { line: 1, column: 0 }, map: first },
    { offset: { line: 2, column: 10 }, map: second },
  ];
  const positions = [
    { line: 0, column: 0 },
    { line: 1, column: 0 },
    { line: 2, column: 4 },
    { line: 2, column: 10 },
    { line: 3, column: 5 },
  ];
  expect(originsAt({ sections }, base, positions)).toEqual([
    null,
    { url: 'file:///shop/src/a.ts', line: 0, name: 'list' },
    { url: 'file:///shop/src/a.ts', line: 1, name: null },
    { url: 'file:///shop/src/b.ts', line: 0, name: 'list' },
    { url: 'file:///shop/src/b.ts', line: 1, name: null },
  ]);
});
