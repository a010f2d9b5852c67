import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import {
  isSourceName,
  type LeftOutReason,
  whyFileIsLeftOut,
  whyFolderIsLeftOut,
} from '#core/service/left-out.ts';

/** A file, or a folder if its path ends with a `/`, that is not analyzed. */
export interface LeftOutPath {
  readonly path: string;
  readonly reason: LeftOutReason;
}

/** Paths relative to the root, `/` between folders, sorted. */
export interface SourceList {
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOutPath[];
}

/** More are no service, but a whole disk. */
const mostFiles = 30_000;

/**
 * Lists the JavaScript and TypeScript below a folder that a person may have written. It follows no links and opens no hidden
 * folders.
 * @throws InvalidInput `scan/unreadable-folder` for the root; `scan/too-many-files`.
 */
export async function listSources(root: string): Promise<SourceList> {
  const paths: string[] = [];
  const leftOut: LeftOutPath[] = [];
  const folders = [''];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop())
    for (const entry of await entriesOf(root, folder, leftOut)) {
      const path = `${folder}${entry.name}`;
      const kind = kindOf(entry, path);
      if (kind === 'folder') folders.push(`${path}/`);
      else if (kind === 'source') paths.push(path);
      else if (kind !== 'other')
        leftOut.push({ path: entry.isDirectory() ? `${path}/` : path, reason: kind });
      if (paths.length > mostFiles)
        throw new InvalidInput(`${root} has more than ${mostFiles} source files; name a folder inside it.`, {
          code: 'scan/too-many-files',
        });
    }
  return { paths: paths.toSorted(), leftOut };
}

async function entriesOf(root: string, folder: string, leftOut: LeftOutPath[]): Promise<readonly Dirent[]> {
  try {
    return await readdir(join(root, folder), { withFileTypes: true });
  } catch (cause) {
    if (folder === '') throw unreadable(root, cause as NodeJS.ErrnoException);
    leftOut.push({ path: folder, reason: 'unreadable' });
    return [];
  }
}

function kindOf(entry: Dirent, path: string): 'folder' | 'source' | 'other' | LeftOutReason {
  if (entry.name.startsWith('.')) return 'other';
  if (entry.isSymbolicLink()) return 'links';
  if (entry.isDirectory()) return whyFolderIsLeftOut(entry.name) ?? 'folder';
  if (!entry.isFile() || !isSourceName(entry.name)) return 'other';
  return whyFileIsLeftOut(path) ?? 'source';
}

function unreadable(root: string, cause: NodeJS.ErrnoException): InvalidInput {
  const reasons: Readonly<Record<string, string>> = {
    ENOENT: `there is no folder ${root}.`,
    ENOTDIR: `${root} is a file; name the folder that holds it.`,
  };
  return new InvalidInput(
    reasons[cause.code ?? ''] ?? `the folder ${root} cannot be read: ${cause.message}.`,
    {
      code: 'scan/unreadable-folder',
      cause,
    },
  );
}
