import { refuse } from './refuse.ts';

/** Lines of a file, and what they become. Both have a line end after each line, or are empty. */
export interface EditBlock {
  readonly path: string;
  readonly search: string;
  readonly replacement: string;
}

/* As in https://aider.chat/docs/more/edit-formats.html (diff), which models know. */
const markers = {
  search: /^<{5,9} ?SEARCH[ \t]*$/,
  middle: /^={5,9}[ \t]*$/,
  end: /^>{5,9} ?REPLACE[ \t]*$/,
};

/** Whether a fenced block has edits in it, though perhaps with faults. */
export const isEditBlock = (code: string): boolean =>
  code.split('\n').some((line) => markers.search.test(line));

/** A line that can only name a file: what stands around a path varies. */
const pathLine = /^(?:#+ |\/\/ |file:? |path:? |\*\*|`)*([\w@.][\w@./()[\]-]*\.\w+)[`*:]*$/i;

/**
 * The edits in an answer. Each follows the name of its file, which also holds for those after it.
 * @param text with line feeds as line ends.
 * @throws InvalidInput `model/no-path` or `model/open-edit`.
 */
export function readEditBlocks(text: string): readonly EditBlock[] {
  const edits: EditBlock[] = [];
  const lines = text.split('\n');
  let path: string | undefined;
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    path = pathLine.exec(line.trim())?.[1] ?? path;
    if (!markers.search.test(line)) continue;
    const middle = indexFrom(lines, i, markers.middle);
    const end = indexFrom(lines, middle, markers.end);
    const next = indexFrom(lines, i, markers.search);
    const number = edits.length + 1;
    if (path === undefined) refuse('no-path', `No line before edit ${number} names its file.`);
    if (end < 0 || (next >= 0 && next < end))
      refuse('open-edit', `Edit ${number} lacks its line ======= or >>>>>>> REPLACE.`);
    const [search, replacement] = [lines.slice(i + 1, middle), lines.slice(middle + 1, end)].map(joined);
    edits.push({ path, search: search ?? '', replacement: replacement ?? '' });
    i = end;
  }
  return edits;
}

const joined = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');

/** -1 if there is none after `start`. */
const indexFrom = (lines: readonly string[], start: number, marker: RegExp): number =>
  start < 0 ? -1 : lines.findIndex((line, i) => i > start && marker.test(line));
