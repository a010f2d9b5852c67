import { execFileSync } from 'node:child_process';

/** Runs git and returns its output without the last line break. */
export function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@localhost', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  }).trim();
}

/** Makes the folder a repository with one commit on `main` that contains everything in it. */
export function commitAll(folder: string): void {
  git(folder, 'init', '--quiet', '--initial-branch=main');
  git(folder, 'add', '.');
  git(folder, 'commit', '--quiet', '-m', 'As it was bought');
}

/** The subjects of a branch's first-parent commits, newest first. */
export function subjects(folder: string, branch = 'main'): string[] {
  return git(folder, 'log', '--first-parent', '--format=%s', branch).split('\n');
}
