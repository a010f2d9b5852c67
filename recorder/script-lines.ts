import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Bytes of a script: reading a larger one would hold up the service. */
const most = 1_000_000;
/** Characters: a longer line was written by a tool, and holds many calls. */
const longest = 500;

/** Returns a function from a script and a line, counted from 1, to that line; to '' if it cannot be read. Reads each script once. */
export function scriptLines(): (url: string, line: number) => string {
  const known = new Map<string, readonly string[]>();
  return (url, line) => {
    const lines = known.get(url) ?? linesOf(url);
    known.set(url, lines);
    const text = lines[line - 1] ?? '';
    return text.length > longest ? '' : text;
  };
}

function linesOf(url: string): readonly string[] {
  try {
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    const found = statSync(path);
    return found.isFile() && found.size <= most ? readFileSync(path, 'utf8').split('\n') : [];
  } catch {
    return []; // It is not on the disk any more.
  }
}
