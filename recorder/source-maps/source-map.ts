import { type Position, segmentsAt } from './segments.ts';

/** A source map (https://tc39.es/ecma426), as far as it is read. */
export interface SourceMap {
  readonly mappings?: string;
  readonly sources?: readonly (string | null)[];
  readonly sourceRoot?: string | null;
  readonly names?: readonly string[];
  /** The maps of a text that was put together from several. */
  readonly sections?: readonly Section[];
}

interface Section {
  /** Where its part of the text begins. */
  readonly offset: Position;
  readonly map: SourceMap;
}

/** Where the piece of a generated text comes from that covers a position. */
export interface Origin {
  /** Of the source; `null` if the tool that generated the text added this piece. */
  readonly url: string | null;
  /** 0-based. */
  readonly line: number;
  /** What is called otherwise in the source, if the piece begins at the position and is a name. */
  readonly name: string | null;
}

/**
 * @param base the URL of the map, to which its sources are relative.
 * @param positions sorted by line, then by column.
 * @returns an origin for each position; `null` where the map says nothing.
 * @throws Error if the map is not valid.
 */
export function originsAt(
  map: SourceMap,
  base: string,
  positions: readonly Position[],
): readonly (Origin | null)[] {
  const { sections } = map;
  if (!sections) return originsIn(map, base, positions);
  const from = (index: number): Position => sections[index]?.offset ?? textEnd;
  const before = positions.filter((at) => isBefore(at, from(0))).map(() => null);
  const origins = sections.map(({ offset, map: part }, index) => {
    const within = positions.filter((at) => !isBefore(at, offset) && isBefore(at, from(index + 1)));
    return originsAt(
      part,
      base,
      within.map((at) => relativeTo(offset, at)),
    );
  });
  return [...before, ...origins.flat()];
}

function originsIn(
  { mappings = '', sources = [], sourceRoot, names = [] }: SourceMap,
  base: string,
  positions: readonly Position[],
): readonly (Origin | null)[] {
  const root = sourceRoot ? new URL(sourceRoot.replace(/\/?$/, '/'), base) : base;
  return segmentsAt(mappings, positions).map((segment, index) => {
    if (segment === null) return null;
    const source = segment.source === null ? null : sources[segment.source];
    const isName = segment.name !== null && segment.column === positions[index]?.column;
    return {
      url: source ? new URL(source, root).href : null,
      line: segment.line,
      name: (isName && names[segment.name]) || null,
    };
  });
}

const textEnd: Position = { line: Number.POSITIVE_INFINITY, column: 0 };

const isBefore = (a: Position, b: Position): boolean =>
  a.line < b.line || (a.line === b.line && a.column < b.column);

const relativeTo = (offset: Position, { line, column }: Position): Position => ({
  line: line - offset.line,
  column: line === offset.line ? column - offset.column : column,
});
