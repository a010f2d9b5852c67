import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChangedFile } from '../patch/apply-patch.ts';
import { changedLines } from '../patch/changed-lines.ts';
import { readOutput } from './read-output.ts';

export interface Coverage {
  /** Changed lines that contain code. */
  readonly changed: number;
  /** How many of them ran at least once. */
  readonly executed: number;
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

interface Script {
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

/** Bytes of all reports together: more are not read. */
const largestReports = 64 * 1024 ** 2;
const mostReports = 1_000;
const notCode = /^\s*(?:\/\/.*|\/?\*.*|[{}()[\];,\s]*)$/;

/**
 * Counts the changed lines that the tests executed, using the reports that Node writes for `NODE_V8_COVERAGE`.
 * Returns `null` if the reports cannot tell: a test runner that transforms code moves every offset, so only scripts
 * whose length proves that they ran unchanged count.
 *
 * @param root path of the candidate's copy as the tests saw it.
 */
export async function measureCoverage(
  folder: string,
  root: string,
  changes: readonly ChangedFile[],
): Promise<Coverage | null> {
  const scripts = await readScripts(folder);
  const ours = scripts.filter(({ url }) => url.startsWith(`${pathToFileURL(root).href}/`));
  let changed = 0;
  let executed = 0;
  for (const change of changes) {
    const url = pathToFileURL(join(root, change.path)).href;
    const loaded = ours.filter((script) => script.url === url);
    if (!loaded.every((script) => isInPlace(script, change.after))) return null;
    const starts = codeStarts(change);
    changed += starts.length;
    executed += starts.filter((start) => loaded.some((script) => countAt(script, start) > 0)).length;
  }
  return ours.length === 0 ? null : { changed, executed };
}

/** Offset of the first character of each changed line that contains code. */
function codeStarts(change: ChangedFile): number[] {
  const wanted = new Set(changedLines(change));
  const starts: number[] = [];
  let offset = 0;
  for (const [i, line] of change.after.split('\n').entries()) {
    if (wanted.has(i) && !notCode.test(line)) starts.push(offset + line.search(/\S/));
    offset += line.length + 1;
  }
  return starts;
}

/** When Node strips types, it keeps every character in place and adds one comment with the script's URL. */
function isInPlace({ url, functions }: Script, source: string): boolean {
  const length = functions[0]?.ranges[0]?.endOffset;
  return length === source.length || length === source.length + `\n\n//# sourceURL=${url}`.length;
}

/** The count of the smallest range around `offset`: ranges of a script are nested. */
function countAt({ functions }: Script, offset: number): number {
  let smallest: Range | null = null;
  for (const { ranges } of functions) {
    for (const range of ranges) {
      const around = range.startOffset <= offset && offset < range.endOffset;
      if (around && (smallest === null || sizeOf(range) <= sizeOf(smallest))) smallest = range;
    }
  }
  return smallest?.count ?? 0;
}

function sizeOf({ startOffset, endOffset }: Range): number {
  return endOffset - startOffset;
}

async function readScripts(folder: string): Promise<Script[]> {
  const names = await readdir(folder).catch(() => []);
  const scripts: Script[] = [];
  let room = largestReports;
  for (const name of names.slice(0, mostReports)) {
    const text = await readOutput(join(folder, name), room);
    room -= text?.length ?? 0;
    scripts.push(...scriptsIn(text ?? ''));
  }
  return scripts;
}

/** The reports come from a process that runs untrusted code: they may contain anything. */
function scriptsIn(text: string): Script[] {
  try {
    const { result } = JSON.parse(text) as { result: readonly Record<string, unknown>[] };
    return result.flatMap(({ url, functions }) =>
      typeof url === 'string' && Array.isArray(functions) && functions.every(isFunction)
        ? [{ url, functions }]
        : [],
    );
  } catch {
    return [];
  }
}

function isFunction(value: unknown): value is Script['functions'][number] {
  const { ranges } = (value ?? {}) as { ranges?: unknown };
  return Array.isArray(ranges) && ranges.every(isRange);
}

function isRange(value: unknown): value is Range {
  const { startOffset, endOffset, count } = (value ?? {}) as Record<string, unknown>;
  return [startOffset, endOffset, count].every((number) => Number.isSafeInteger(number));
}
