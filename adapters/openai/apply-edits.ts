import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { EditBlock } from './edit-blocks.ts';
import { lineEndOf } from './line-end.ts';
import { refuse } from './refuse.ts';

/**
 * The files that the edits change, after the change; the line ends of each stay what they are.
 * @throws InvalidInput `model/unknown-file`, `model/not-found`, `model/many-places` or `model/unchanged`.
 */
export function applyEditBlocks(
  edits: readonly EditBlock[],
  files: readonly SourceFile[],
): readonly SourceFile[] {
  const changed = new Map<string, SourceFile>();
  for (const [i, edit] of edits.entries()) {
    const path = edit.path.replace(/^(?:\.\/|[ab]\/(?=src\/))/, '');
    const file = changed.get(path) ?? files.find((known) => known.path === path);
    if (file === undefined)
      refuse('unknown-file', `Edit ${i + 1} is of ${path}, and the service has no such source file.`);
    changed.set(path, { path, text: edited(file, edit, i + 1) });
  }
  const before = new Map(files.map(({ path, text }) => [path, text]));
  const different = [...changed.values()].filter(({ path, text }) => before.get(path) !== text);
  if (different.length === 0) refuse('unchanged', 'The edits change nothing.');
  return different;
}

function edited({ path, text }: SourceFile, { search, replacement }: EditBlock, number: number): string {
  const lineEnd = lineEndOf(text);
  const lines = text.split(lineEnd);
  const [sought, written] = [search, replacement].map(linesOf) as [string[], string[]];
  if (sought.length === 0) refuse('not-found', `Edit ${number} of ${path} says nothing of what it replaces.`);
  const exactly = placesOf(sought, lines);
  const places = exactly.length > 0 ? exactly : placesOf(sought.map(trimmed), lines.map(trimmed));
  const [place, ...others] = places;
  if (place === undefined) refuse('not-found', `Edit ${number} of ${path} ${whyNotFound(sought, lines)}.`);
  if (others.length > 0)
    refuse(
      'many-places',
      `Edit ${number} of ${path} fits ${places.length} places: add lines around it that occur once.`,
    );
  const indented = exactly.length > 0 ? written : indentedAs(lines.slice(place), sought, written);
  return lines.toSpliced(place, sought.length, ...indented).join(lineEnd);
}

const linesOf = (block: string): string[] => (block === '' ? [] : block.replace(/\n$/, '').split('\n'));
const trimmed = (line: string): string => line.trim();

/** The indexes of the lines at which all `sought` ones follow each other. */
function placesOf(sought: readonly string[], lines: readonly string[]): readonly number[] {
  return lines.flatMap((_, i) => (sought.every((line, j) => lines[i + j] === line) ? [i] : []));
}

/** The written lines, moved by as much as the sought ones are in the file. */
function indentedAs(
  found: readonly string[],
  sought: readonly string[],
  written: readonly string[],
): string[] {
  const first = sought.findIndex((line) => line.trim() !== '');
  const [here, there] = [sought[first] ?? '', found[first] ?? ''].map(
    (line) => /^[ \t]*/.exec(line)?.[0] ?? '',
  );
  const [from, to] = [here ?? '', there ?? ''];
  return written.map((line) =>
    line.trim() !== '' && line.startsWith(from) ? to + line.slice(from.length) : line,
  );
}

function whyNotFound(sought: readonly string[], lines: readonly string[]): string {
  const known = new Set(lines.map(trimmed));
  const missing = sought.find((line) => !known.has(line.trim()));
  return missing === undefined
    ? 'has lines that the file has, but not one after the other'
    : `has a line that the file does not have: "${missing.trim().slice(0, 100)}"`;
}
