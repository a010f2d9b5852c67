import { existsSync, statSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { simpleGit } from 'simple-git';
import { Conflict, InvalidInput, Unavailable } from '#core/errors.ts';

/** A repository that is to be brought in. */
export interface Project {
  /** Its root. */
  readonly root: string;
  /** The folder that the operator named, from the root: `.`, or a package of a workspace. */
  readonly directory: string;
  readonly branch: string;
  /** The head of the branch. */
  readonly commit: string;
  /** Tracked files whose changes are not committed. */
  readonly changed: readonly string[];
}

/** Nothing that the repository names may run, and nothing in it is written. */
const careful = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.quotePath=false'];

/**
 * Finds the repository around a folder.
 * @param branch that is asked for; by default the one that git's HEAD names.
 * @throws InvalidInput `service/no-folder`, `service/no-git`, `service/no-commit`, `service/no-branch`,
 * `service/detached-head`; Unavailable `git/missing`.
 */
export async function openProject(path: string, branch?: string): Promise<Project> {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new InvalidInput(`there is no folder ${path}.`, { code: 'service/no-folder' });
  const git = gitIn(path);
  const root = (await git.revparse(['--show-toplevel']).catch((error) => refuse(path, error))).trim();
  const name = branch ?? (await headBranch(path));
  const commit = await git.revparse(['--verify', '--quiet', `refs/heads/${name}`]).catch(() => null);
  if (commit === null)
    throw new InvalidInput(
      branch === undefined
        ? `${path} has no commit yet; commit the service first.`
        : `${path} has no branch ${branch}; name another with --branch.`,
      { code: branch === undefined ? 'service/no-commit' : 'service/no-branch' },
    );
  const status = await git.raw([
    '--no-optional-locks',
    'status',
    '--porcelain',
    '-z',
    '--untracked-files=no',
  ]);
  return {
    root,
    directory: posix.normalize(relative(root, path) || '.'),
    branch: name,
    commit: commit.trim(),
    changed: status
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => line.slice(3)),
  };
}

/** Writes the files of a commit to a tar file. */
export async function archiveCommit({ root, commit }: Project, file: string): Promise<void> {
  await gitIn(root).raw(['archive', '--format=tar', `--output=${file}`, commit]);
}

const gitIn = (path: string) =>
  simpleGit(path, { config: careful, unsafe: { allowUnsafeHooksPath: true, allowUnsafeFsMonitor: true } });

async function headBranch(path: string): Promise<string> {
  const name = await gitIn(path)
    .raw(['symbolic-ref', '--quiet', '--short', 'HEAD'])
    .catch(() => null);
  if (name) return name.trim();
  throw new Conflict(
    `${path} has a detached HEAD; check out the branch that is to be improved, or name it with --branch.`,
    { code: 'service/detached-head' },
  );
}

function refuse(path: string, cause: Error): never {
  if (cause.message.includes('ENOENT'))
    throw new Unavailable('git is not installed: install it (apt-get install git).', {
      code: 'git/missing',
      cause,
    });
  if (existsSync(join(path, 'HEAD')) && existsSync(join(path, 'objects')))
    throw new InvalidInput(`${path} is a bare repository; clone it, and name the clone.`, {
      code: 'service/no-git',
      cause,
    });
  throw new InvalidInput(`${path} is not a git repository; run git init there and commit the service.`, {
    code: 'service/no-git',
    cause,
  });
}
