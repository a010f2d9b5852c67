import type { CorpusFunction } from './read-corpus.ts';
import { tryCandidate } from './try-candidate.ts';

export interface AgainstItself {
  readonly runs: number;
  /** What the gates said of a candidate that only has a statement more, which does nothing. */
  readonly calledDifferent: readonly string[];
}

/** Compares bases with themselves, one function after another, with another seed each time. */
export async function compareWithItself(
  functions: readonly CorpusFunction[],
  runs: number,
  seed: number,
): Promise<AgainstItself> {
  const calledDifferent: string[] = [];
  for (let run = 0; run < runs; run += 1) {
    const corpusFunction = functions[run % functions.length];
    if (corpusFunction === undefined) break;
    const { name, path, source, folder } = corpusFunction;
    const trial = await tryCandidate(
      folder,
      { path, before: source, after: withIdleStatement(source) },
      seed + run,
    );
    const isDifferent = trial.rejectedBy !== null || (trial.calls?.differences.length ?? 0) > 0;
    if (isDifferent) calledDifferent.push(`${name}, seed ${seed + run}: ${trial.detail}`);
  }
  return { runs, calledDifferent };
}

/** A change that the gates have to look at, in the first function or method with a body of its own. */
const withIdleStatement = (source: string): string =>
  source.replace(
    /^( *)(?:export )?(?:async )?(?:function\b.*|(?!constructor|for|if)\w+\(.*\)) \{$/m,
    '$&\n$1  void 0;',
  );
