import { refuse } from '../refuse.ts';
import type { AnswerText, Edit } from './answer.ts';
import { refuseCodeBeside } from './code-blocks.ts';
import { fenceAfter } from './fences.ts';
import { pathAnnounced, pathIn, pathOnly } from './paths.ts';

/* As in https://aider.chat/docs/more/edit-formats.html (diff), which models know, and what other tools made of it. */
const markers = {
  search: /^\s*(?:<{5,9}|-{5,9}(?= ?SEARCH)) ?(?:SEARCH|ORIGINAL|HEAD|BEFORE|OLD)\b(.*)$/i,
  middle: /^\s*={5,9}(?: ?\w+)?\s*$/,
  end: /^\s*(?:>{5,9}(?: ?\S.*)?|\+{5,9} ?REPLACE)\s*$/,
};
/** Lines that other tools write below the first marker. */
const header = /^\s*(?::(?:start|end)_line:\s*\d+|-{5,9})\s*$/;

export const isSearchMarker = (line: string): boolean => markers.search.test(line);

/**
 * Edits between markers, within fences or without. Each follows the name of its file, which also holds for those after it.
 * @returns null without any. @throws InvalidInput `model/no-path`, `model/open-edit` or `model/mixed-forms`.
 */
export function readSearchReplace({ text, blocks }: AnswerText): { readonly edits: readonly Edit[] } | null {
  const edits: Edit[] = [];
  const lines = text.split('\n');
  let path: string | null = null;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const marker = markers.search.exec(line);
    path = (marker ? pathIn(marker[1] ?? '') : pathNamed(line)) ?? path;
    if (!marker) continue;
    const number = edits.length + 1;
    if (path === null)
      refuse('no-path', `No line before edit ${number} names its file: write its path above the edit.`);
    const { middle, end } = extentOf(lines, i, number);
    const [search, replacement] = [lines.slice(i + 1, middle), lines.slice(middle + 1, end)];
    edits.push({ path, ...withoutMargin(search, replacement, line) });
    i = end;
  }
  if (edits.length === 0) return null;
  refuseCodeBeside(blocks.filter(({ code }) => !code.split('\n').some(isSearchMarker)));
  return { edits };
}

const pathNamed = (line: string): string | null =>
  pathIn(fenceAfter(line, undefined)?.info ?? '') ?? pathOnly(line) ?? pathAnnounced(line);

/** Where the edit's middle and end are. */
function extentOf(lines: readonly string[], start: number, number: number): { middle: number; end: number } {
  let middle: number | undefined;
  for (let i = start + 1; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const isMiddle = markers.middle.test(line);
    if (isSearchMarker(line) || (isMiddle && middle !== undefined)) break;
    if (isMiddle) middle = i;
    else if (markers.end.test(line)) {
      if (middle === undefined) break;
      return { middle, end: i };
    }
  }
  refuse(
    'open-edit',
    `Edit ${number} lacks one of the lines <<<<<<< SEARCH, ======= and >>>>>>> REPLACE, or has one twice.`,
  );
}

/** The lines of an edit; in a list, all are as far from the margin as the marker. */
function withoutMargin(
  search: readonly string[],
  replacement: readonly string[],
  marker: string,
): Omit<Edit, 'path'> {
  const margin = /^\s*/.exec(marker)?.[0] ?? '';
  const isInList = [...search, ...replacement].every((line) => line.startsWith(margin) || line.trim() === '');
  const joined = (lines: readonly string[]) =>
    lines.map((line) => `${isInList ? line.slice(margin.length) : line}\n`).join('');
  return { search: joined(withoutHeader(search)), replacement: joined(replacement) };
}

function withoutHeader(search: readonly string[]): readonly string[] {
  const first = search[0]?.trim().startsWith(':') ? search.findIndex((line) => !header.test(line)) : 0;
  return first < 0 ? [] : search.slice(first);
}
