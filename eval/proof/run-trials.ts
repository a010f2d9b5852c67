import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { CorpusEntry, CorpusFunction } from './read-corpus.ts';
import { replaceDeclarations } from './replace-declarations.ts';
import { type Trial, tryCandidate } from './try-candidate.ts';

/** A candidate of the corpus to be tried. */
export interface Planned {
  readonly corpusFunction: CorpusFunction;
  readonly entry: CorpusEntry;
}

/** A candidate of the corpus with what the gates made of it. */
export interface Tried extends Pick<CorpusEntry, 'name' | 'label' | 'kind'> {
  readonly function: string;
  readonly trial: Trial;
}

interface Options {
  readonly seed: number;
  /** File of earlier trials, one a line; what is in it is not tried again. */
  readonly file: string | null;
  readonly onTried: (tried: Tried, left: number) => void;
}

/** Tries candidates one after another: times are compared, and two at once disturb each other. */
export async function runTrials(
  planned: readonly Planned[],
  { seed, file, onTried }: Options,
): Promise<readonly Tried[]> {
  const earlier = new Map(readTrials(file).map((tried) => [keyOf(tried), tried]));
  const all: Tried[] = [];
  for (const { corpusFunction, entry } of planned) {
    const { name, label, kind, code } = entry;
    const { name: functionName, path, source, folder } = corpusFunction;
    const known = earlier.get(keyOf({ function: functionName, name }));
    if (known) {
      all.push({ ...known, label, kind });
      continue;
    }
    const after = replaceDeclarations(path, source, code);
    const trial = await tryCandidate(folder, { path, before: source, after }, seed);
    const tried = { function: functionName, name, label, kind, trial };
    if (file !== null) appendFileSync(file, `${JSON.stringify(tried)}\n`);
    all.push(tried);
    onTried(tried, planned.length - all.length);
  }
  return all;
}

const keyOf = ({ function: functionName, name }: Pick<Tried, 'function' | 'name'>): string =>
  `${functionName}: ${name}`;

function readTrials(file: string | null): readonly Tried[] {
  if (file === null || !existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Tried);
}
