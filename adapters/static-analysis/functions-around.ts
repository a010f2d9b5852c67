import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { StaticFinding } from '#core/performance/findings/static-finding.ts';
import { functionAround } from '../ast-grep/named-functions.ts';
import { parseSource } from '../ast-grep/syntax.ts';

/** A place in a file; both 1-based. Without a column, the first word of the line is meant. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column?: number;
}

const longestName = 200;

/** The function around each of the places, in their order. Each file is parsed once. */
export function functionsAround(
  places: readonly Place[],
  files: readonly SourceFile[],
): readonly StaticFinding['function'][] {
  const found = new Map<Place, StaticFinding['function']>();
  const byPath = Map.groupBy(places, ({ path }) => path);
  for (const { path, text } of files) {
    const inFile = byPath.get(path) ?? [];
    if (inFile.length === 0) continue;
    const root = parseSource(path, text);
    const lines = text.split('\n');
    for (const place of inFile) {
      const around = functionAround(root, offsetOf(place, lines));
      const range = around?.node.range();
      if (around && range)
        found.set(place, {
          name: around.name.slice(0, longestName),
          from: range.start.line + 1,
          to: range.end.line + 1,
        });
    }
  }
  return places.map((place) => found.get(place) ?? null);
}

function offsetOf({ line, column }: Place, lines: readonly string[]): number {
  const before = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
  const text = lines[line - 1] ?? '';
  const start = column === undefined ? text.search(/\S|$/) : column - 1;
  return before + Math.min(start, text.length);
}
