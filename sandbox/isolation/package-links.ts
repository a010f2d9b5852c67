import { existsSync, realpathSync } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { packageFolders } from './installed-packages.ts';

/** Tools write to these folders beside the packages. No import finds a package in them. */
export const toolCaches = ['.cache', '.vite', '.vite-temp'];

/**
 * Makes `folder` a folder of packages with a link to each installed one, and an empty folder for each tool that wants to
 * write there. A link to the whole folder would be read-only, and Vite does not start then.
 */
export async function linkPackages(dependencies: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const caches = new Set(toolCaches.map((name) => join(dependencies, name)));
  for (const original of packageFolders(dependencies)) {
    if (!existsSync(original) || caches.has(original)) continue;
    const link = join(folder, original.slice(dependencies.length + 1));
    await mkdir(dirname(link), { recursive: true });
    await symlink(realpathSync(original), link);
  }
  for (const name of toolCaches) await mkdir(join(folder, name));
}
