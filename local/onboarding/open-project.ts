import { realpathSync } from 'node:fs';
import { relative } from 'node:path';
import { currentBranch, headOfBranch } from '../service/branch-head.ts';
import { leftUnserved } from '../service/left-unserved.ts';
import { rootOf } from '../service/root-of.ts';

/** A repository that is to be brought in. */
export interface Project {
  /** Its root. */
  readonly root: string;
  /** The folder that the operator named, from the root: `.`, or a package of a workspace. */
  readonly directory: string;
  readonly branch: string;
  /** The head of the branch. */
  readonly commit: string;
  /** What of the repository is not in this commit, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Finds the repository around a folder.
 * @param asked the branch; by default the one that is checked out.
 * @throws DomainError that `rootOf` and `headOfBranch` throw.
 */
export async function openProject(path: string, asked?: string): Promise<Project> {
  const root = await rootOf(path);
  const branch = asked ?? (await currentBranch(root));
  const commit = await headOfBranch(root, branch);
  const notices = await leftUnserved(root, branch, commit);
  return { root, directory: relative(root, realpathSync(path)) || '.', branch, commit, notices };
}
