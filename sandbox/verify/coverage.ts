import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ChangedFile } from '../patch/apply-patch.ts';
import { changedCode, countAt, readScripts, type Script } from './v8-coverage.ts';

export interface Coverage {
  /** Changed lines that contain code. */
  readonly changed: number;
  /** How many of them ran at least once. */
  readonly executed: number;
}

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
    const lines = changedCode(change);
    changed += lines.length;
    executed += lines.filter(({ start }) => loaded.some((script) => countAt(script, start) > 0)).length;
  }
  return ours.length === 0 ? null : { changed, executed };
}

/** When Node strips types, it keeps every character in place and adds one comment with the script's URL. */
function isInPlace({ url, functions }: Script, source: string): boolean {
  const length = functions[0]?.ranges[0]?.endOffset;
  return length === source.length || length === source.length + `\n\n//# sourceURL=${url}`.length;
}
