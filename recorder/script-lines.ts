import { readFileSync, statSync } from 'node:fs';
import { scriptPath } from './service-files.ts';

/** From a script, as V8 knows it, to its lines; to none if it cannot be read. A line that is too long is empty. */
export type ScriptLines = (url: string) => readonly string[];

/** Bytes of a script: reading a larger one would hold up the service. */
const most = 1_000_000;
/** Characters: a longer line was written by a tool, and holds many calls. */
const longest = 500;

/** Reads each script once. */
export function readScriptLines(): ScriptLines {
  const known = new Map<string, readonly string[]>();
  return (url) => {
    const lines = known.get(url) ?? linesOf(url);
    known.set(url, lines);
    return lines;
  };
}

function linesOf(url: string): readonly string[] {
  try {
    const path = scriptPath(url);
    const found = path === null ? undefined : statSync(path);
    if (path === null || !found?.isFile() || found.size > most) return [];
    const lines = readFileSync(path, 'utf8').split('\n');
    return lines.map((line) => (line.length > longest ? '' : line));
  } catch {
    return []; // It is not on the disk any more.
  }
}
