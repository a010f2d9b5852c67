import { readFile, stat } from 'node:fs/promises';
import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { SourceMap } from './source-map.ts';

/** A script with the map that tells where it comes from. */
export interface MappedScript {
  /** Empty if only the loader has the text that runs. */
  readonly text: string;
  readonly map: SourceMap;
  /** The URL to which the map's sources are relative. */
  readonly base: string;
}

/** Bytes of a script or a map: reading a larger one would hold up the service. */
const most = 32_000_000;
const mark = /^\/\/[#@] sourceMappingURL=(\S+)\s*$/;
const data = /^data:[^,]*?(;base64)?,(.*)$/s;

/**
 * Reads the map that a script names in its last line, as a file or as data, or the one that a loader such as tsx registered with
 * Node when it compiled the script.
 *
 * @param script a `file:` URL.
 * @returns `null` if there is none.
 * @throws Error if the script or its map cannot be read.
 */
export async function readSourceMap(script: string): Promise<MappedScript | null> {
  const text = await readBounded(script);
  const named = mark.exec(text.slice(text.lastIndexOf('\n//') + 1))?.[1];
  if (named === undefined) return registered(script);
  const inline = data.exec(named);
  if (inline) return { text, map: JSON.parse(decoded(inline)), base: script };
  const url = new URL(named, script).href;
  return { text, map: JSON.parse(await readBounded(url)), base: url };
}

async function readBounded(url: string): Promise<string> {
  const path = fileURLToPath(url);
  const found = await stat(path);
  // A device or a pipe has no size, and may never end.
  if (!found.isFile()) throw new Error(`${path} is no regular file`);
  const { size } = found;
  if (size > most) throw new Error(`${path} has ${size} bytes, more than ${most}`);
  return readFile(path, 'utf8');
}

const decoded = ([, base64, body = '']: RegExpExecArray): string =>
  base64 ? Buffer.from(body, 'base64').toString() : decodeURIComponent(body);

/** Node keeps it where it runs with `--enable-source-maps`, or where the loader asks for that. */
function registered(script: string): MappedScript | null {
  const found = findSourceMap(script);
  return found ? { text: '', map: found.payload, base: script } : null;
}
