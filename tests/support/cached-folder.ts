import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const cache = join(import.meta.dirname, '../../node_modules/.cache/ironclaw');

/**
 * A folder that is filled once for all runs of the tests: whole, or not at all.
 *
 * @param name its path in the cache; other contents need another name.
 */
export async function cachedFolder(name: string, fill: (folder: string) => Promise<void>): Promise<string> {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(dirname(folder), { recursive: true });
  const unfinished = await mkdtemp(`${folder}.unfinished-`);
  await fill(unfinished);
  // Another process may have filled it in the meantime.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
}
