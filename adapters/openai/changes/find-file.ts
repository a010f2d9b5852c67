import { posix } from 'node:path';
import type { SourceFile } from '#core/improvements/candidate/candidate.ts';

/**
 * The file that an answer means: also where it names it absolutely, with the repository in front, as diffs do, or only by its
 * last folders, if one file alone ends so.
 */
export function findFile(named: string, files: readonly SourceFile[]): SourceFile | undefined {
  const steps = stepsOf(named);
  for (let i = 0; i < steps.length; i += 1) {
    const path = steps.slice(i).join('/');
    const file = files.find((known) => known.path === path);
    if (file) return file;
  }
  const ending = `/${steps.join('/')}`;
  const [only, ...others] = files.filter(({ path }) => path.endsWith(ending));
  return others.length === 0 ? only : undefined;
}

/** The path of a new file as the service would name it: from the first folder that the service has. */
export function newPath(named: string, files: readonly SourceFile[]): string {
  const steps = stepsOf(named);
  const folders = new Set(files.flatMap(({ path }) => (path.includes('/') ? path.split('/')[0] : [])));
  const first = steps.findIndex((step) => folders.has(step));
  return steps.slice(Math.max(first, 0)).join('/');
}

/** Folders and name, whatever the system writes between and before them. */
function stepsOf(named: string): readonly string[] {
  const path = named.replace(/^file:\/\//i, '').replace(/^[a-z]:(?=[\\/])/i, '');
  return posix
    .normalize(path.replaceAll('\\', '/'))
    .split('/')
    .filter((step) => step !== '' && step !== '.');
}
