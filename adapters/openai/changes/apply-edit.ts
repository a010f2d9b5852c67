import type { Edit } from '../answers/answer.ts';
import { refuse } from '../refuse.ts';
import { comparisons, placesOf } from './find-lines.ts';
import { indentAs } from './indentation.ts';

/** A line of a file that is edited. */
export interface Line {
  readonly text: string;
  /** Whether an edit wrote it. */
  readonly isWritten: boolean;
}

interface Edited {
  readonly path: string;
  /** Of the edit in the answer, from 1. */
  readonly number: number;
  /** The file before all edits. */
  readonly original: readonly Line[];
}

interface Block {
  readonly sought: readonly string[];
  readonly written: readonly string[];
}

/**
 * The lines with one edit made. What the answer repeats of the file stays as the file has it.
 * @throws InvalidInput `model/not-found`, `model/many-places`, `model/overlapping-edits` or `model/made-already`.
 */
export function applyEdit(edit: Edit, lines: readonly Line[], edited: Edited): readonly Line[] {
  const { path, number } = edited;
  const block = { sought: linesIn(edit.search), written: linesIn(edit.replacement) };
  for (const { sought, written } of [block, withoutBlankEnds(block)]) {
    const [place, ...others] = bestPlaces(sought, lines);
    if (place === undefined) continue;
    if (others.length > 0)
      refuse(
        'many-places',
        `Edit ${number} of ${path} fits ${others.length + 1} places: add lines around it that occur once.`,
      );
    // An argument for each line would be too many for one call.
    return lines
      .slice(0, place)
      .concat(replacing(sought, written, lines.slice(place)), lines.slice(place + sought.length));
  }
  refuseNotFound(block, lines, edited);
}

const linesIn = (block: string): string[] => (block === '' ? [] : block.replace(/\n$/, '').split('\n'));

/** Blank lines at the ends are lost and found on the way. */
function withoutBlankEnds({ sought, written }: Block): Block {
  const isText = (line: string) => line.trim() !== '';
  const [first, last] = [sought.findIndex(isText), sought.findLastIndex(isText)];
  const [from, to] = [written.findIndex(isText), written.findLastIndex(isText)];
  return {
    sought: first < 0 ? [] : sought.slice(first, last + 1),
    written: from < 0 ? [] : written.slice(from, to + 1),
  };
}

/** The places by the strictest comparison that gives any; lines of the file before those that edits wrote. */
function bestPlaces(sought: readonly string[], lines: readonly Line[]): readonly number[] {
  if (sought.length === 0) return [];
  for (const isOpen of [(line: Line) => !line.isWritten, () => true])
    for (const compared of comparisons) {
      const places = placesOf(
        sought.map(compared),
        lines.map((line) => (isOpen(line) ? compared(line.text) : undefined)),
      );
      if (places.length > 0) return places;
    }
  return [];
}

function replacing(sought: readonly string[], written: readonly string[], found: readonly Line[]): Line[] {
  const kept = new Map(sought.map((line, i) => [line, found[i]]));
  const indented = indentAs(
    sought,
    found.map(({ text }) => text),
  );
  return written.map((line) => kept.get(line) ?? { text: indented(line), isWritten: true });
}

function refuseNotFound(
  { sought, written }: Block,
  lines: readonly Line[],
  { path, number, original }: Edited,
): never {
  const edit = `Edit ${number} of ${path}`;
  if (bestPlaces(sought, original).length > 0)
    refuse(
      'overlapping-edits',
      `${edit} replaces lines that an edit before it replaced too: make one edit of them.`,
    );
  if (bestPlaces(written, lines).length > 0)
    refuse(
      'made-already',
      `${edit} is made already: the file has its new lines, not the old ones. Leave it out.`,
    );
  const known = new Set(lines.map(({ text }) => text.trim()));
  const missing = sought.find((line) => !known.has(line.trim()));
  const why =
    missing === undefined
      ? 'has lines that the file has, but not one after the other'
      : `has a line that the file does not have: "${missing.trim().slice(0, 100)}"`;
  refuse('not-found', `${edit} ${why}. Copy the lines from the data.`);
}
