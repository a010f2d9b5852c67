import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

/**
 * A folder with these files, by path, that is removed after the test.
 * @param packages a folder whose `node_modules` it uses.
 */
export function folderWith(files: Readonly<Record<string, string>>, packages?: string): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  if (packages !== undefined) symlinkSync(join(packages, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}
