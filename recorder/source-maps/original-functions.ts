import type { CallFrame } from '../stack-reader.ts';
import { type MappedScript, readSourceMap } from './read-source-map.ts';
import type { Position } from './segments.ts';
import { originsAt } from './source-map.ts';

/** Where a frame's function is written. */
export interface OriginalFunction {
  /** Of the source. */
  readonly url: string;
  /** 0-based. */
  readonly line: number;
  /** Empty if the function has none. */
  readonly name: string;
}

type Found = readonly [CallFrame, OriginalFunction | null];

/**
 * Follows the source map of a script, where it has a readable one.
 *
 * @param script a `file:` URL.
 * @param frames of the script.
 * @returns each frame with its function; with `null` if the tool that made the script added it.
 */
export async function originalFunctions(
  script: string,
  frames: readonly CallFrame[],
): Promise<readonly Found[]> {
  try {
    const mapped = await readSourceMap(script);
    const found = mapped ? follow(mapped, frames) : [];
    // A map that knows none of them is not the script's.
    if (found.some(([, original]) => original !== null)) return found;
  } catch {
    // A map that cannot be read must not affect the service, nor lose the profile.
  }
  return frames.map((frame) => [frame, { url: script, line: frame.lineNumber, name: frame.functionName }]);
}

function follow({ text, map, base }: MappedScript, frames: readonly CallFrame[]): readonly Found[] {
  const lines = text.split('\n');
  const places = frames.map((frame) => ({ frame, begin: beginOf(frame), name: nameOf(frame, lines) }));
  const positions = places.flatMap(({ begin, name }) => (name ? [begin, name] : [begin])).sort(inOrder);
  const origins = originsAt(map, base, positions);
  const originOf = new Map(positions.map((position, index) => [position, origins[index]] as const));
  return places.map(({ frame, begin, name }) => {
    const { url = null, line = 0 } = originOf.get(begin) ?? {};
    const renamed = name && originOf.get(name)?.name;
    return [frame, url === null ? null : { url, line, name: renamed ?? frame.functionName }];
  });
}

const beginOf = ({ lineNumber, columnNumber }: CallFrame): Position => ({
  line: lineNumber,
  column: columnNumber,
});

const longestHead = 200; // characters from a function's name to its parameters

/** A tool that renames a function maps its name, which stands before its parameters. */
function nameOf(frame: CallFrame, lines: readonly string[]): Position | null {
  const name = /[\w$]+$/.exec(frame.functionName)?.[0];
  const { line, column } = beginOf(frame);
  const from = Math.max(0, column - longestHead);
  const at = name ? (lines[line]?.slice(from, column).lastIndexOf(name) ?? -1) : -1;
  return at < 0 ? null : { line, column: from + at };
}

const inOrder = (a: Position, b: Position): number => a.line - b.line || a.column - b.column;
