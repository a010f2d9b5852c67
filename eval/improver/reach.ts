import { functionAmong, namedFunctions } from '#adapters/ast-grep/named-functions.ts';
import { endOf, type Node, parseSource, startOf } from '#adapters/ast-grep/syntax.ts';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { type FunctionFrame, functionFrames } from './function-frames.ts';

/** What profiles of a file lead to. */
export interface Reach {
  /** Why no function of the file can be a target; `null` if they can. */
  readonly refused: string | null;
  /** Its functions, as a profile names them. */
  readonly frames: readonly FunctionFrame[];
  /** Those that lead to no function, or to one that does not hold them. */
  readonly missed: readonly FunctionFrame[];
}

const largestFile = 200_000; // bytes; the scan job leaves larger ones out

/** Looks up every function of a file as if a profile had named it. */
export function reachOf({ path, text }: SourceFile): Reach {
  const frames = functionFrames(path, text);
  if (typeof frames === 'string') return { refused: frames, frames: [], missed: [] };
  if (Buffer.byteLength(text) >= largestFile) return { refused: 'It is too large.', frames, missed: frames };
  const all = namedFunctions(parseSource(path, text));
  const isMissed = (frame: FunctionFrame): boolean => {
    const target = functionAmong(all, frame);
    return !target || !holds(target.declaration, frame);
  };
  return { refused: null, frames, missed: frames.filter(isMissed) };
}

const holds = (node: Node, { start, end }: FunctionFrame): boolean =>
  startOf(node) <= start && end <= endOf(node);
