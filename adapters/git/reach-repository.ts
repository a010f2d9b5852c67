import { simpleGit } from 'simple-git';
import { second } from '#core/time.ts';

const patience = 30 * second;

/**
 * Checks with the local git credentials that a repository can be reached and has the branch.
 * @returns one sentence that says what is wrong, or null.
 */
export async function whyOutOfReach(repository: string, branch: string): Promise<string | null> {
  // Nobody is there to enter a password.
  const environment = {
    PATH: process.env.PATH ?? '/usr/bin:/bin',
    HOME: process.env.HOME ?? '/',
    GIT_TERMINAL_PROMPT: '0',
  };
  const options = { timeout: { block: patience }, allowEnvironment: Object.keys(environment) };
  const git = simpleGit(options).env(environment);
  try {
    const refs = await git.listRemote(['--heads', repository, `refs/heads/${branch}`]);
    return refs.trim() === '' ? `the repository ${repository} has no branch ${branch}` : null;
  } catch (error) {
    const [said = ''] = (error instanceof Error ? error.message : String(error)).trim().split('\n');
    return `the repository ${repository} cannot be reached (${said}); see services[].repository`;
  }
}
