// cspell:ignore AACA AACAC AAAD CAAC EACA: mappings.
import { SourceMap } from 'node:module';
import { transformSync } from 'esbuild';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Position, segmentsAt } from '#recorder/source-maps/segments.ts';

const source = `interface Unused { a: string }
export const list = (rows: readonly number[]): readonly number[] =>
  rows.map((row) => row * 2);

export async function total(rows: readonly number[]) {
  let sum = 0;
  for (const row of list(rows)) sum += row;
  return sum;
}
`;
const { code, map } = transformSync(source, {
  loader: 'ts',
  minifyIdentifiers: true,
  sourcemap: 'external',
  sourcefile: 'a.ts',
});
const payload = JSON.parse(map);
const lines = code.split('\n');
const byNode = new SourceMap(payload);

const positions = fc
  .array(
    fc
      .nat({ max: lines.length - 2 })
      .chain((line) =>
        fc.record({ line: fc.constant(line), column: fc.nat({ max: lines[line]?.length ?? 0 }) }),
      ),
  )
  .map((some) => some.toSorted((a, b) => a.line - b.line || a.column - b.column));

/** Node's own reading of the map; it goes on in the line above where a line has nothing before the position. */
function expectedAt({ line, column }: Position) {
  const entry = byNode.findEntry(line, column);
  if (!('originalLine' in entry) || entry.generatedLine !== line) return undefined;
  const name = 'name' in entry && entry.name ? payload.names.indexOf(entry.name) : null;
  return { column: entry.generatedColumn, source: 0, line: entry.originalLine, name };
}

test('the segments of any positions are those that Node finds', () => {
  fc.assert(
    fc.property(positions, (some) => {
      const found = segmentsAt(payload.mappings, some);
      expect(found).toHaveLength(some.length);
      for (const [index, position] of some.entries()) {
        const expected = expectedAt(position);
        if (expected) expect(found[index]).toEqual(expected);
      }
    }),
  );
});

test('what is before the first segment of a line belongs to that, and a line without segments to none', () => {
  const mappings = ';EACA,CAAC;;AAAD';
  const at = (line: number, column: number) => segmentsAt(mappings, [{ line, column }])[0];
  expect(at(0, 3)).toBeNull();
  expect(at(1, 0)).toEqual({ column: 2, source: 0, line: 1, name: null });
  expect(at(1, 9)).toEqual({ column: 3, source: 0, line: 1, name: null });
  expect(at(2, 0)).toBeNull();
  expect(at(9, 0)).toBeNull();
});

test('a piece that the tool added has no source', () => {
  expect(segmentsAt('A', [{ line: 0, column: 4 }])).toEqual([
    { column: 0, source: null, line: 0, name: null },
  ]);
});

test('mappings with another letter are refused with the letter', () => {
  expect(() => segmentsAt('AAAA,?', [{ line: 0, column: 4 }])).toThrow('no "?"');
});
