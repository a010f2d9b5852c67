import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { largestFile } from './read-files.ts';

/** Bytes of all of them together: a snapshot is held in memory as a whole. */
const mostBytes = 4_000_000;

const configuration = /^(?:package|(?:ts|js)config[\w.-]*)\.json$/;
const code = /(?<!\.min)\.[cm]?[jt]sx?$/;
/** What others wrote, what programs wrote, and anything hidden. */
const leftOut = /(?:^|\/)(?:\.[^/]*|node_modules|vendor|dist|build|coverage)(?:\/|$)/;
const secret = /secret|credential|password|passwd|private[-_.]?key|\.env\b/i;

/**
 * Chooses what helps to understand the sources: how their imports are resolved, the code around them, and tests. The smallest files
 * come first, because of these the most fit.
 * @param paths of all files that are no sources.
 */
export async function chooseContext(tree: string, paths: readonly string[]): Promise<readonly string[]> {
  const sized = await Promise.all(
    paths.filter(mayBeRead).map(async (path) => ({ path, size: (await stat(join(tree, path))).size })),
  );
  const rank = (path: string) => (configuration.test(basename(path)) ? 0 : 1);
  let total = 0;
  return sized
    .filter(({ size }) => size < largestFile)
    .toSorted((a, b) => rank(a.path) - rank(b.path) || a.size - b.size)
    .filter(({ size }) => {
      total += size;
      return total <= mostBytes;
    })
    .map(({ path }) => path)
    .sort();
}

function mayBeRead(path: string): boolean {
  const name = basename(path);
  return (configuration.test(name) || code.test(name)) && !leftOut.test(path) && !secret.test(path);
}
