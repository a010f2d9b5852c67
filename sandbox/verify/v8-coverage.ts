import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChangedFile } from '../patch/apply-patch.ts';
import { changedLines } from '../patch/changed-lines.ts';
import { readOutput } from './read-output.ts';

/** A piece of a script and how often it ran. Ranges of a script are nested. */
export interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** What V8 counted of one script in one process. */
export interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** A line of code: where it begins and ends without white space, and its number from 1 on. */
export interface CodeLine {
  readonly start: number;
  readonly end: number;
  readonly number: number;
}

const largestReport = 64 * 1024 ** 2;
const notCode = /^\s*(?:\/\/.*|\/?\*.*|[{}()[\];,\s]*)$/;

/** The reports that Node wrote to the folder that `NODE_V8_COVERAGE` named. */
export async function readScripts(folder: string): Promise<Script[]> {
  const names = await readdir(folder).catch(() => []);
  const texts = await Promise.all(names.map((name) => readOutput(join(folder, name), largestReport)));
  return texts.flatMap((text) => (text === null ? [] : scriptsIn(text)));
}

/** The reports come from a process that runs untrusted code: they may contain anything. */
function scriptsIn(text: string): Script[] {
  try {
    const { result } = JSON.parse(text) as { result: Script[] };
    return result.filter(({ url, functions }) => typeof url === 'string' && Array.isArray(functions));
  } catch {
    return [];
  }
}

/** The lines of `after` that are changed and contain code. */
export function changedCode(change: ChangedFile): readonly CodeLine[] {
  const wanted = new Set(changedLines(change));
  const lines: CodeLine[] = [];
  let offset = 0;
  for (const [i, line] of change.after.split('\n').entries()) {
    if (wanted.has(i) && !notCode.test(line))
      lines.push({ start: offset + line.search(/\S/), end: offset + line.trimEnd().length, number: i + 1 });
    offset += line.length + 1;
  }
  return lines;
}

/** How often the code at `offset` ran: the count of the smallest range around it. */
export function countAt({ functions }: Script, offset: number): number {
  let smallest: Range | null = null;
  for (const { ranges } of functions) {
    for (const range of ranges) {
      const around = range.startOffset <= offset && offset < range.endOffset;
      if (around && (smallest === null || sizeOf(range) <= sizeOf(smallest))) smallest = range;
    }
  }
  return smallest?.count ?? 0;
}

const sizeOf = ({ startOffset, endOffset }: Range): number => endOffset - startOffset;
