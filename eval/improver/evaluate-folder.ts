import { join } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { shuffled } from '#core/numbers/shuffled.ts';
import { reachOf } from './reach.ts';
import { rewriteAt } from './rewrite.ts';
import { serverSources } from './server-sources.ts';

export interface Counts {
  /** Files of server code. */
  readonly files: number;
  /** Other files: tests, vendored, minified and generated ones. */
  readonly leftOut: number;
  /** Files of server code in which no function can be a target. */
  readonly refused: number;
  readonly functions: number;
  /** Functions to which a profile leads. */
  readonly targets: number;
  /** Functions that were rewritten, for which no target was offered, and whose rewrite was accepted. */
  readonly tried: number;
  readonly notOffered: number;
  readonly accepted: number;
}

/** Something that did not work. */
export interface Problem {
  /** What: the kind of problem, the same for all of its kind. */
  readonly kind: string;
  /** The file, with the line of a function. */
  readonly place: string;
}

interface Evaluation {
  readonly counts: Counts;
  readonly problems: readonly Problem[];
}

/** @param sample how many functions to rewrite, drawn at random. */
export function evaluateFolder(folder: string, sample: number, seed: number): Evaluation {
  const { files, leftOut } = serverSources(folder);
  const reached = files.map((file) => ({ file, ...reachOf(file) }));
  const placeOf = ({ path }: SourceFile, line?: number): string =>
    [join(folder, path), ...(line === undefined ? [] : [line])].join(':');

  const refused = reached.flatMap(({ file, refused: why }) =>
    why === null ? [] : [{ kind: `refused: ${why}`, place: placeOf(file) }],
  );
  const missed = reached.flatMap(({ file, missed: frames }) =>
    frames.map(({ form, line }) => ({ kind: `no target: ${form}`, place: placeOf(file, line) })),
  );
  const open = reached.filter(({ refused: why }) => why === null);
  const functions = open.flatMap(({ file, frames }) => frames.map((frame) => ({ file, frame })));
  const tried = shuffled(functions, seededRandom(seed))
    .slice(0, sample)
    .map(({ file, frame }) => ({ file, frame, ending: rewriteAt(file, frame) }));
  const faults = tried.flatMap(({ file, frame, ending }) =>
    typeof ending === 'string'
      ? []
      : [{ kind: `rewrite: ${ending.fault}`, place: placeOf(file, frame.line) }],
  );
  const count = reached.reduce((sum, { frames }) => sum + frames.length, 0);
  return {
    counts: {
      files: files.length,
      leftOut: leftOut.length,
      refused: refused.length,
      functions: count,
      targets: count - missed.length,
      tried: tried.length,
      notOffered: tried.filter(({ ending }) => ending === 'not offered').length,
      accepted: tried.filter(({ ending }) => ending === 'accepted').length,
    },
    problems: [...refused, ...missed, ...faults],
  };
}
