import { currentBranch } from './branch-head.ts';
import { git } from './git.ts';

const shown = 3;

/**
 * What of a repository is not in what is served, one sentence each: edits that are not committed, and what git keeps
 * elsewhere.
 */
export async function leftUnserved(root: string, branch: string, head: string): Promise<readonly string[]> {
  const [checkedOut, edited, submodules, large] = await Promise.all([
    currentBranch(root),
    editedFiles(root),
    submodulesOf(root, head),
    largeFiles(root),
  ]);
  const served = `the commit ${head.slice(0, 7)} of ${branch} is served and improved`;
  return [
    ...(checkedOut === branch ? [] : [`${served}, not ${checkedOut} that is checked out`]),
    ...sentence(edited, `not committed: ${served}, not the work tree`),
    ...sentence(submodules, 'a submodule: versions and the sandbox have an empty folder there'),
    ...sentence(
      large,
      "kept by Git LFS: versions and the sandbox have a pointer there, not the file's content",
    ),
  ];
}

function sentence(files: readonly string[], is: string): readonly string[] {
  if (files.length === 0) return [];
  const more = files.length > shown ? ` and ${files.length - shown} more` : '';
  return [`${files.slice(0, shown).join(', ')}${more}: ${is}`];
}

/** The manifest is read from the work tree, so that its edits do count. */
async function editedFiles(root: string): Promise<readonly string[]> {
  const status = await git(root, 'status', '--porcelain', '-z', '--no-renames', '--untracked-files=no');
  return split(status)
    .map((entry) => entry.slice(3))
    .filter((file) => !/(?:^|\/)ironclaw\.json$/.test(file));
}

async function submodulesOf(root: string, head: string): Promise<readonly string[]> {
  const entries = split(await git(root, 'ls-tree', '-r', '-z', head));
  return entries.filter((entry) => entry.startsWith('160000 ')).map((entry) => entry.split('\t')[1] ?? '');
}

const largeFiles = async (root: string): Promise<readonly string[]> =>
  split(await git(root, 'ls-files', '-z', ':(attr:filter=lfs)'));

const split = (list: string): string[] => list.split('\0').filter(Boolean);
