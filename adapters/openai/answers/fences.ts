import type { FencedBlock } from './answer.ts';
import { pathAnnounced, pathIn, pathOnly } from './paths.ts';

/** What opens a block of code in Markdown: three or more backticks or tildes, perhaps in a list. */
interface Fence {
  readonly mark: string;
  readonly indentation: number;
  readonly info: string;
}

const opening = /^(\s*(?:(?:[-*+]|\d{1,9}[.)])\s+)?)(`{3,}|~{3,})(.*)$/;
const closing = /^\s*(`{3,}|~{3,})\s*$/;
/** Answers are Markdown already: a fence around one as a whole holds the fences that count. */
const isAround = (info: string): boolean => /^(?:markdown|md)\b/i.test(info.trim());

/** The fence that is open after the line. */
export function fenceAfter(line: string, open: Fence | undefined): Fence | undefined {
  if (open) {
    const mark = closing.exec(line)?.[1];
    return mark?.startsWith(open.mark) ? undefined : open;
  }
  const [, before = '', mark, info = ''] = opening.exec(line) ?? [];
  if (mark === undefined || (mark.startsWith('`') && info.includes('`')) || isAround(info)) return undefined;
  return { mark, indentation: before.length, info };
}

/** The fenced blocks of a text, also one that does not end. */
export function readFences(text: string): readonly FencedBlock[] {
  const blocks: FencedBlock[] = [];
  let open: Fence | undefined;
  let code: string[] = [];
  let above: string | null = null;
  const close = (fence: Fence, isClosed: boolean) => {
    // A fence around the whole answer leaves its end over.
    if (isClosed || code.some((line) => line.trim() !== ''))
      blocks.push(asBlock(fence, code, above, isClosed));
    above = null;
  };
  for (const line of text.split('\n')) {
    const next = fenceAfter(line, open);
    if (open && next) code.push(withoutIndentation(line, open.indentation));
    else if (open) close(open, true);
    else if (next) code = [];
    else if (line.trim() !== '') above = pathOnly(line) ?? pathAnnounced(line);
    open = next;
  }
  if (open) close(open, false);
  return blocks;
}

function asBlock(
  { info }: Fence,
  code: readonly string[],
  above: string | null,
  isClosed: boolean,
): FencedBlock {
  const named = pathIn(info);
  const language = /^[\w+#-]*/.exec(info.trim())?.[0].toLowerCase() ?? '';
  return {
    language: info.trim() === named ? '' : language,
    isImports: /\bimports\b/.test(info),
    path: named ?? pathInComment(code[0] ?? '') ?? above,
    code: code.map((line) => `${line}\n`).join(''),
    isClosed,
  };
}

/** The file that a block's first line names, if it is a comment that says nothing else. */
export const pathInComment = (line: string): string | null =>
  /^\s*(?:\/\/|\/\*|#|<!--)/.test(line) ? pathOnly(line) : null;

function withoutIndentation(line: string, most: number): string {
  const own = /^\s*/.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(own, most));
}
