import { realpath } from 'node:fs/promises';
import { type SimpleGit, simpleGit } from 'simple-git';
import { NotFound, Unavailable } from '#core/errors.ts';

/** One repository, accessed through the git command. */
export interface Git {
  /** The folder in which git runs. */
  readonly folder: string;
  /**
   * Runs git and returns its output without the last line break.
   * @throws Error with git's own message if it fails.
   */
  (...args: string[]): Promise<string>;
  /** The same repository, accessed from another of its work trees. */
  at(folder: string): Git;
}

/** No command named in a repository's settings may run, and our commits have our author, whichever user runs this program. */
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
 * Opens git in a folder, with hooks disabled.
 *
 * @param environment git's environment variables, in place of ours.
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
    // By default, simple-git takes a failure without output for a success.
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
 * @throws NotFound if the folder is not a repository or lies deeper in one; Unavailable if git is not installed.
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

/** @throws NotFound if the repository has no such branch. */
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

/** Settings that disable every command that the repository would run on the contents of files. */
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
