import { realpath } from 'node:fs/promises';
import { type SimpleGit, simpleGit } from 'simple-git';
import { NotFound, Unavailable } from '#core/errors.ts';

/** One repository, spoken to through git's own command. */
export interface Git {
  /** The folder that git runs in. */
  readonly folder: string;
  /**
   * Runs git and returns what it printed, without the last line's end.
   * @throws Error with git's own words when it fails.
   */
  (...args: string[]): Promise<string>;
  /** The same repository from another of its work trees. */
  at(folder: string): Git;
}

/** Nothing that a repository's settings name may run, and our commits are ours, whatever user runs this program. */
const safeSettings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.quotePath=false',
  'commit.gpgSign=false',
  'gc.auto=0',
  'maintenance.auto=false',
  'user.name=Ironclaw Learning',
  'user.email=ironclaw@localhost',
];

const permitted = {
  allowUnsafeHooksPath: true,
  allowUnsafeFsMonitor: true,
  allowUnsafeFilter: true,
  allowUnsafeTemplateDir: true,
  allowUnsafeMergeDriver: true,
  allowUnsafeDiffExternal: true,
  allowUnsafeCredentialHelper: true,
  allowUnsafeAskPass: true,
  allowUnsafeConfigEnvCount: true,
} as const;

/**
 * Opens git in a folder, hooks off.
 *
 * @param environment what git sees instead of ours.
 */
export function gitIn(
  folder: string,
  settings: readonly string[] = [],
  environment: Readonly<Record<string, string>> | null = null,
): Git {
  const git: SimpleGit = simpleGit(folder, {
    config: [...safeSettings, ...settings],
    unsafe: permitted,
    allowEnvironment: Object.keys(environment ?? {}),
    trimmed: false,
    // By itself simple-git takes a failure that prints nothing for a success.
    errors: (error, { exitCode, stdErr, stdOut }) =>
      error ??
      (exitCode === 0 ? undefined : Buffer.concat([...stdErr, ...stdOut, Buffer.from(`(${exitCode})`)])),
  });
  if (environment !== null) git.env({ ...environment });
  const run = async (...args: string[]) => (await git.raw(args)).replace(/\n$/, '');
  return Object.assign(run, { folder, at: (other: string) => gitIn(other, settings, environment) });
}

/**
 * Opens the repository whose root is `folder`.
 *
 * @throws NotFound when the folder is none, or lies deeper in one; Unavailable when git is not installed.
 */
export async function openRepository(folder: string): Promise<Git> {
  const real = await realpath(folder).catch(() => null);
  if (real === null) throw notFound(`There is no folder ${folder}.`);
  const git = gitIn(real);
  const top = await git('rev-parse', '--show-toplevel').catch(async (cause: Error) => {
    if (cause.message.includes('ENOENT')) {
      throw new Unavailable('git is not installed: install it ("apt-get install git").', {
        code: 'git/missing',
        cause,
      });
    }
    const bare = await git('rev-parse', '--is-bare-repository').catch(() => 'false');
    if (bare === 'true') return real;
    throw notFound(`${folder} is not a git repository: ${cause.message.trim().split('\n')[0]}.`);
  });
  if ((await realpath(top)) !== real)
    throw notFound(`${folder} is not the root of a git repository; ${top} is.`);
  return gitIn(real, await withoutDrivers(git));
}

/** @throws NotFound when the repository has no such branch. */
export async function headOf(git: Git, branch: string): Promise<string> {
  return git('rev-parse', '--verify', '--quiet', `refs/heads/${branch}^{commit}`).catch(() => {
    throw new NotFound(`The repository has no branch "${branch}".`, {
      code: 'git/no-branch',
      data: { branch },
    });
  });
}

/** The commit that a ref points to, or `null`. */
export async function commitAt(git: Git, ref: string): Promise<string | null> {
  const found = await git('for-each-ref', '--format=%(objectname)', ref);
  return found === '' ? null : found;
}

/** Settings that disarm every command that the repository would run on files' contents. */
async function withoutDrivers(git: Git): Promise<string[]> {
  const names = await git(
    'config',
    '--local',
    '--name-only',
    '--get-regexp',
    '^(filter|merge|diff)\\..*\\.',
  ).catch(() => '');
  return names
    .split('\n')
    .filter((name) => /\.(clean|smudge|process|driver|command|textconv|required)$/.test(name))
    .map((name) => `${name}=${name.endsWith('.required') ? 'false' : ''}`);
}

function notFound(message: string): NotFound {
  return new NotFound(message, { code: 'git/not-a-repository' });
}
