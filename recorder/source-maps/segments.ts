/** A place in a text; line and column count from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A piece of a generated line, and where it comes from. */
export interface Segment {
  /** The generated column where it begins. */
  readonly column: number;
  /** Index of the source; `null` if the tool that generated the text added this piece. */
  readonly source: number | null;
  /** 0-based, in the source. */
  readonly line: number;
  /** Index of the name that it has in the source, if the tool changed it. */
  readonly name: number | null;
}

/**
 * The segments in which generated positions lie; before its first segment, a line's positions belong to that. `null`: the line
 * has none. Reads the mappings once, as far as needed, and keeps nothing: those of a bundle have a million segments.
 *
 * @param mappings of a source map: https://tc39.es/ecma426/#sec-mappings
 * @param positions sorted by line, then by column.
 * @throws Error if the mappings are not valid.
 */
export function segmentsAt(mappings: string, positions: readonly Position[]): readonly (Segment | null)[] {
  const found: (Segment | null)[] = [];
  let last: Segment | null = null; // of this line
  readMappings(mappings, (line, segment) => {
    const until = segment?.column ?? Number.POSITIVE_INFINITY;
    for (
      let at = positions[found.length];
      at?.line === line && at.column < until;
      at = positions[found.length]
    )
      found.push(last ?? segment);
    last = segment;
    return found.length < positions.length;
  });
  return positions.map((_, index) => found[index] ?? null);
}

const [comma, semicolon] = [44, 59];
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const digits = new Int8Array(128).fill(-1);
for (let digit = 0; digit < alphabet.length; digit += 1) digits[alphabet.charCodeAt(digit)] = digit;

/** @param onSegment gets every segment, and `null` at a line's end; returns whether to go on. */
function readMappings(mappings: string, onSegment: (line: number, segment: Segment | null) => boolean): void {
  const totals: Totals = [0, 0, 0, 0, 0];
  let line = 0;
  let field = 0;
  let value = 0;
  let shift = 0;
  for (let i = 0; i <= mappings.length; i += 1) {
    const code = i < mappings.length ? mappings.charCodeAt(i) : semicolon;
    if (code !== comma && code !== semicolon) {
      const digit = digits[code] ?? -1;
      if (digit < 0) throw new Error(`a source map has no "${mappings[i]}" in its mappings`);
      value += (digit & 31) << shift;
      shift += 5;
      if (digit & 32) continue;
      totals[field as 0] += value & 1 ? -(value >> 1) : value >> 1;
      field += 1;
      value = 0;
      shift = 0;
      continue;
    }
    if (field > 0 && !onSegment(line, segmentOf(totals, field))) return;
    field = 0;
    if (code === comma) continue;
    if (!onSegment(line, null)) return;
    line += 1;
    totals[0] = 0;
  }
}

/** Generated column, source, line and column in it, name: each is written as the difference to the one before. */
type Totals = [number, number, number, number, number];

const segmentOf = ([column, source, line, , name]: Totals, fields: number): Segment => ({
  column,
  source: fields < 4 ? null : source,
  line,
  name: fields < 5 ? null : name,
});
