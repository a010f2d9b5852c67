import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Unavailable } from '#core/errors.ts';

const run = promisify(execFile);

/** Nothing that the repository names may run, and looking must not write. */
const settings = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.quotePath=false'];
const mostOutput = 256 * 1024 * 1024;

/**
 * Runs git in a folder that exists. @returns its output without the last line break.
 * @throws Unavailable `git/missing`; Error with git's own message.
 */
export async function git(folder: string, ...args: readonly string[]): Promise<string> {
  const all = ['--no-optional-locks', ...settings.flatMap((setting) => ['-c', setting]), ...args];
  const { stdout } = await run('git', all, { cwd: folder, maxBuffer: mostOutput }).catch((cause) => {
    if (cause.code !== 'ENOENT') throw cause;
    throw new Unavailable('git is not installed: install it (apt-get install git).', {
      code: 'git/missing',
      cause,
    });
  });
  return stdout.replace(/\n$/, '');
}

/** The same for a question whose answer may be that there is none. */
export async function askGit(folder: string, ...args: readonly string[]): Promise<string | null> {
  return git(folder, ...args).catch((error) => {
    if (error instanceof Unavailable) throw error;
    return null;
  });
}
