import { existsSync, readdirSync } from 'node:fs';
import { readFile, readlink, rm } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Conflict } from '#core/errors.ts';
import { second } from '#core/time.ts';
import type { Git } from './git.ts';
import { filesBetween } from './work-tree.ts';

const locks = ['index.lock', 'HEAD.lock'];
const patience = 5 * second;

/**
 * Puts right what an earlier run left half done when it was killed while it moved the work tree from `from` to `to`:
 * locks that no git holds, and files of this change that are old, new, cut short or gone. A file that holds anything
 * else was edited by someone, and is left as it is.
 */
export async function repairWorkTree(git: Git, branch: string, from: string, to: string): Promise<void> {
  await removeStaleLocks(git, branch);
  const files = await filesBetween(git, from, to);
  const ours: string[] = [];
  for (const file of files) if (await isHalfDone(git, file, to)) ours.push(file);
  if (ours.length > 0) await git('restore', `--source=${from}`, '--staged', '--worktree', '--', ...ours);
}

/** Whether the file is missing, or contains only the beginning of its new text. */
async function isHalfDone(git: Git, file: string, to: string): Promise<boolean> {
  const path = join(git.folder, file);
  if (!existsSync(path)) return true;
  const text = await readFile(path, 'utf8');
  const becoming = await git('show', `${to}:${file}`);
  return `${becoming}\n`.startsWith(text);
}

async function removeStaleLocks(git: Git, branch: string): Promise<void> {
  for (const name of [...locks, `refs/heads/${branch}.lock`]) {
    const found = await git('rev-parse', '--git-path', name);
    const path = isAbsolute(found) ? found : join(git.folder, found);
    // The git that the killed run started may still be finishing.
    for (let waited = 0; existsSync(path) && waited < patience; waited += 100) {
      if (!(await gitRunsIn(git.folder)) && waited >= 300) break;
      await delay(100);
    }
    if (!existsSync(path)) continue;
    if (await gitRunsIn(git.folder)) {
      throw new Conflict(`Another git is working in ${git.folder}.`, { code: 'git/busy' });
    }
    await rm(path);
  }
}

async function gitRunsIn(folder: string): Promise<boolean> {
  for (const pid of processIds()) {
    const [cwd, program] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ''),
      readFile(`/proc/${pid}/comm`, 'utf8').catch(() => ''),
    ]);
    if (program.startsWith('git') && (cwd === folder || cwd.startsWith(`${folder}/`))) return true;
  }
  return false;
}

function processIds(): string[] {
  return existsSync('/proc') ? readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
}
