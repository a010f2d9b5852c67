import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { archiveCommit } from './archive-commit.ts';
import { finishedMark } from './finished-mark.ts';
import { linkPackages } from './packages/link-packages.ts';

const run = promisify(execFile);

export interface ExportedTree {
  /** The root of the work tree. */
  readonly repository: string;
  readonly commit: string;
  /** The folder of the service's versions. */
  readonly versions: string;
  /** What it is prepared with, apart from the commit: with anything else, it is made again. */
  readonly madeWith: string;
  /** Makes the tree ready to run, such as by building it. */
  readonly prepare: (tree: string) => Promise<void>;
}

/**
 * Writes the tree of a commit, with its packages, to a folder of its own, whole or not at all. It is prepared at its final
 * place, because what is built may contain its own path. @returns the folder.
 */
export async function exportTree(exported: ExportedTree): Promise<string> {
  const { repository, commit, versions, madeWith, prepare } = exported;
  const tree = join(versions, commit);
  const mark = finishedMark(tree);
  if (existsSync(mark) && readFileSync(mark, 'utf8') === madeWith && existsSync(tree)) return tree;
  await rm(mark, { force: true });
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  try {
    await writeFiles(repository, commit, tree);
    await linkPackages({ workTree: repository, tree });
    await prepare(tree);
    await writeFile(mark, madeWith);
    return tree;
  } catch (error) {
    await rm(tree, { recursive: true, force: true });
    throw error;
  }
}

async function writeFiles(repository: string, commit: string, folder: string): Promise<void> {
  const archive = `${folder}.tar`;
  try {
    await archiveCommit(repository, commit, archive);
    await run('tar', ['-xf', archive, '-C', folder]);
  } finally {
    await rm(archive, { force: true });
  }
}
