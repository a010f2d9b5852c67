import { readFile } from 'node:fs/promises';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';
import { codePaths } from '../../eval/improver/rules/read-code.ts';

/** That many lines of the folder's code, which is read again and again until it is long enough. */
export async function codeOf(folder: string, lines: number): Promise<readonly SourceFile[]> {
  const paths = codePaths(folder);
  if (paths.length === 0) throw new Error(`The folder has no JavaScript or TypeScript: ${folder}`);
  const read: SourceFile[] = [];
  for (let left = lines; left > 0; ) {
    const path = paths[read.length % paths.length] ?? '';
    const text = await readFile(path, 'utf8');
    read.push({ path: `${Math.floor(read.length / paths.length)}/${path}`, text });
    left -= text.split('\n').length;
  }
  return read;
}
