import { join } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { readRegularFile } from '../isolation/hand-out.ts';
import { type Entry, listEntries } from './list-entries.ts';
import { refuseAgent } from './refuse-agent.ts';

/** A source file is smaller: the scan reads none above this. */
const largestFile = 200_000;
/** Far above what a candidate may have: this is only against what cannot be read at all. */
const mostChanges = 50;
const mostAdded = 2_000;

/**
 * The files that an agent changed or added in its copy of a tree, with their whole texts. Whether a candidate may change
 * them is decided where every candidate is checked; here is refused what a patch cannot say.
 *
 * @throws InvalidInput that says what the agent did.
 */
export function readChanges(tree: string, copy: string): readonly SourceFile[] {
  const before = listEntries(tree);
  const after = listEntries(copy, before.size + mostAdded);
  refuseRemoved([...before.keys()].filter((path) => !after.has(path)));
  const changed = [...after].filter(([path, entry]) => isChanged(path, before.get(path), entry, tree, copy));
  if (changed.length > mostChanges) refuseAgent(`changed or added ${changed.length} files`);
  return changed.map(([path, entry]) => ({ path, text: textOf(path, before.get(path), entry, copy) }));
}

function refuseRemoved(paths: readonly string[]): void {
  const [first, ...others] = paths;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` and ${others.length} more files`;
  refuseAgent(`removed ${quoted(first)}${more}; a candidate changes and adds files`);
}

function isChanged(
  path: string,
  before: Entry | undefined,
  after: Entry,
  tree: string,
  copy: string,
): boolean {
  if (before === undefined) return true;
  const { kind, mode, bytes, target } = after;
  if (before.kind !== kind || before.mode !== mode || before.bytes !== bytes) return true;
  if (kind !== 'file') return before.target !== target;
  const [was, is] = [tree, copy].map((folder) => readRegularFile(join(folder, path), bytes));
  return !was || !is || !was.equals(is);
}

function textOf(path: string, before: Entry | undefined, { kind, mode, bytes }: Entry, copy: string): string {
  if (kind === 'link') refuseAgent(`made ${quoted(path)} a symbolic link`);
  if (kind === 'other') refuseAgent(`made ${quoted(path)}, which is no regular file`);
  if (mode !== (before?.kind === 'file' ? before.mode : 0))
    refuseAgent(`changed the mode of ${quoted(path)}; a candidate changes texts only`);
  if (before && before.bytes > largestFile)
    refuseAgent(`changed ${quoted(path)}, which is no source: it is too large`);
  if (bytes > largestFile) refuseAgent(`left ${bytes} bytes in ${quoted(path)}; ${largestFile} are allowed`);
  const content = readRegularFile(join(copy, path), largestFile);
  const text = content === null ? null : decoded(content);
  if (text === null) refuseAgent(`left something in ${quoted(path)} that is no text in UTF-8`);
  return text;
}

function decoded(content: Buffer): string | null {
  if (content.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return null;
  }
}

/** A name that an agent gave may hold anything. */
const quoted = (path: string): string => JSON.stringify(path.slice(0, 200));
