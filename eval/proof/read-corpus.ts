import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readEntries } from './read-entries.ts';

/** A rewrite of a function, labeled by its author. */
export interface CorpusEntry {
  /** What it does, as a commit's subject would say it. */
  readonly name: string;
  /** Whether it behaves as the base does on every input that callers could give. */
  readonly label: 'right' | 'wrong';
  /** The kind of speed-up, or of error. */
  readonly kind: string;
  /** The declarations that it changes. */
  readonly code: string;
  /** For a wrong one: an expression whose value, error or effect is not the base's; null where only the time differs. */
  readonly shownBy: string | null;
}

/** A small service's function with its tests, and rewrites of it. */
export interface CorpusFunction {
  /** Of its folder. */
  readonly name: string;
  /** The base: `package.json`, `src` and `test`. */
  readonly folder: string;
  /** The module that the entries change, below the base's folder. */
  readonly path: string;
  readonly source: string;
  readonly entries: readonly CorpusEntry[];
}

const corpus = join(import.meta.dirname, 'corpus');

/** @throws Error that names the file and the entry that cannot be read. */
export function readCorpus(): readonly CorpusFunction[] {
  return readdirSync(corpus, { withFileTypes: true })
    .filter((found) => found.isDirectory())
    .map(({ name }) => readFunction(name))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function readFunction(name: string): CorpusFunction {
  const folder = join(corpus, name, 'base');
  const [module = ''] = readdirSync(join(folder, 'src'));
  const path = `src/${module}`;
  const entriesOf = (label: CorpusEntry['label']) =>
    readEntries(readFileSync(join(corpus, name, `${label}.md`), 'utf8'), label, `${name}/${label}.md`);
  return {
    name,
    folder,
    path,
    source: readFileSync(join(folder, path), 'utf8'),
    entries: [...entriesOf('right'), ...entriesOf('wrong')],
  };
}
