import { lstat, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The text of a file of an untrusted tree, byte for byte; null if it is none, is reached through a link, or is not UTF-8. */
export async function textAt(tree: string, path: string): Promise<string | null> {
  if (!(await leadsThroughFolders(tree, dirname(path))) || (await kindAt(tree, path)) !== 'file') return null;
  const bytes = await readFile(join(tree, path));
  const text = bytes.toString('utf8');
  return bytes.equals(Buffer.from(text)) ? text : null;
}

/** Whether nothing has that path, and a file can be made there without following a link. */
export async function isFree(tree: string, path: string): Promise<boolean> {
  return (await leadsThroughFolders(tree, dirname(path))) && (await kindAt(tree, path)) === 'nothing';
}

async function leadsThroughFolders(tree: string, folder: string): Promise<boolean> {
  if (folder === '.') return true;
  if (!(await leadsThroughFolders(tree, dirname(folder)))) return false;
  return ['folder', 'nothing'].includes(await kindAt(tree, folder));
}

async function kindAt(tree: string, path: string): Promise<'folder' | 'file' | 'nothing' | 'other'> {
  const found = await lstat(join(tree, path)).catch(() => null);
  if (found === null) return 'nothing';
  if (found.isDirectory()) return 'folder';
  return found.isFile() ? 'file' : 'other';
}
