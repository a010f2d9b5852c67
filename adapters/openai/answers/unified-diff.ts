import { refuse } from '../refuse.ts';
import type { AnswerText, Edit, FencedBlock } from './answer.ts';
import { refuseCodeBeside } from './code-blocks.ts';
import { pathIn } from './paths.ts';

/** Lines of a diff that belong together. */
interface Hunk {
  readonly path: string | null;
  readonly lines: string[];
}

const languages = ['diff', 'patch'];
const isDiff = ({ language, code }: FencedBlock): boolean => languages.includes(language) || hasDiff(code);
const hasDiff = (text: string): boolean =>
  /^(?:--- .*\n\+\+\+ |@@ -\d|\*\*\* (?:Update|Add) File: )/m.test(text);

/**
 * The hunks of unified diffs as edits: their lines say where they belong, because models miscount line numbers.
 * @returns null without a diff.
 * @throws InvalidInput `model/no-path`, `model/no-code`, `model/moved-file`, `model/truncated` or `model/mixed-forms`.
 */
export function readUnifiedDiff({ text, blocks }: AnswerText): { readonly edits: readonly Edit[] } | null {
  const diffs = blocks.filter(isDiff);
  const isBare = diffs.length === 0 && blocks.length === 0 && hasDiff(text);
  if (diffs.length === 0 && !isBare) return null;
  refuseCodeBeside(blocks.filter((block) => !isDiff(block)));
  if (diffs.some(({ isClosed }) => !isClosed))
    refuse('truncated', 'The answer ends in the middle of a diff: write all of it, in fewer words.');
  const hunks = isBare ? hunksIn(text, null) : diffs.flatMap(({ code, path }) => hunksIn(code, path));
  const edits = hunks.flatMap(asEdit);
  if (edits.length === 0) refuse('no-code', 'The diff in the answer changes no line.');
  return { edits };
}

/** What git says of a file besides its names, and what other tools write around a patch. */
const meta =
  /^(?:diff --git |index [\da-f]+\.\.|(?:new|deleted) file mode |(?:old|new) mode |\*\*\* (?:Begin|End) |\\ No newline)/;
const moved = /^(?:rename from |\+\+\+ \/dev\/null|\*\*\* (?:Delete File|Move to): )/;

function hunksIn(diff: string, named: string | null): readonly Hunk[] {
  let hunk: Hunk = { path: named, lines: [] };
  const hunks = [hunk];
  const begin = (path: string | null) => {
    hunk = { path, lines: [] };
    hunks.push(hunk);
  };
  const lines = diff.split('\n');
  for (const [i, line] of lines.entries()) {
    const next = lines[i + 1] ?? '';
    if (moved.test(line))
      refuse('moved-file', `A change may not remove or rename a file: "${line.slice(0, 120)}".`);
    if (line.startsWith('--- ') && next.startsWith('+++ ')) begin(pathIn(next.slice(4)) ?? pathIn(line));
    else if (line.startsWith('*** ') && pathIn(line) !== null) begin(pathIn(line));
    else if (line.startsWith('@@')) begin(hunk.path);
    else if (!meta.test(line) && !isSecondName(lines, i)) hunk.lines.push(line);
  }
  return hunks;
}

const isSecondName = (lines: readonly string[], i: number): boolean =>
  (lines[i] ?? '').startsWith('+++ ') && (lines[i - 1] ?? '').startsWith('--- ');

function asEdit({ path, lines }: Hunk): readonly Edit[] {
  // Blank lines that separate hunks have no mark, unlike those of the file.
  const last = lines.findLastIndex((line) => line !== '');
  const own = lines.slice(0, last + 1);
  if (!own.some((line) => /^[+-]/.test(line))) return [];
  if (path === null)
    refuse('no-path', 'The diff does not name its file: begin it with --- a/path and +++ b/path.');
  return [{ path, search: side(own, '+'), replacement: side(own, '-') }];
}

/** The lines before or after a hunk: all but those of the other side. */
const side = (lines: readonly string[], other: '+' | '-'): string =>
  lines.flatMap((line) => (line.startsWith(other) ? [] : `${line.replace(/^[ +-]/, '')}\n`)).join('');
