import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/** Bytes. */
export const largestFile = 200_000;

/** The paths of all files below the folder, `/` between folders, sorted. */
export async function listFiles(tree: string): Promise<readonly string[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(tree, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}

/** Those of the files that are text, and not too large. */
export async function readFiles(tree: string, paths: readonly string[]): Promise<readonly SourceFile[]> {
  const files = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await readFile(join(tree, path)) })),
  );
  return files.flatMap(({ path, bytes }) => {
    const isText = bytes.length < largestFile && !bytes.includes(0);
    return isText ? [{ path, text: bytes.toString() }] : [];
  });
}
