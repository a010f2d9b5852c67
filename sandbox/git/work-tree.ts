import type { Git } from './git.ts';

/** The work tree that has `branch` checked out, or `null`; a repository may have several work trees. */
export async function checkedOutAt(git: Git, branch: string): Promise<Git | null> {
  const list = await git('worktree', 'list', '--porcelain');
  for (const entry of list.split('\n\n')) {
    const lines = entry.split('\n');
    const folder = lines[0]?.replace(/^worktree /, '');
    if (folder !== undefined && lines.includes(`branch refs/heads/${branch}`)) return git.at(folder);
  }
  return null;
}

/** Tracked files that differ from the last commit, in the work tree or in the index. */
export async function changedFiles(workTree: Git): Promise<string[]> {
  const status = await workTree('status', '--porcelain', '-z', '--no-renames', '--untracked-files=no');
  return status
    .split('\0')
    .filter(Boolean)
    .map((entry) => entry.slice(3));
}

/** Those of the files that differ from the last commit in the work tree, or that it has and git does not track. */
export async function editedAmong(workTree: Git, files: readonly string[]): Promise<readonly string[]> {
  if (files.length === 0) return [];
  const changed = new Set(await changedFiles(workTree));
  const others = await workTree('--literal-pathspecs', 'ls-files', '--others', '-z', '--', ...files);
  return [...files.filter((file) => changed.has(file)), ...others.split('\0').filter(Boolean)];
}

/** Files that differ between two commits. */
export async function filesBetween(git: Git, from: string, to: string): Promise<string[]> {
  const names = await git('diff-tree', '-r', '-z', '--name-only', '--no-renames', from, to);
  return names.split('\0').filter(Boolean);
}
