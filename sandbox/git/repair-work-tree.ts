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
 * Repairs a work tree after an earlier execution was killed while it moved the tree from `from` to `to`. Removes
 * locks that no git process holds, and restores files of this change that are old, new, truncated or missing. A file
 * with any other content was edited by someone and stays as it is.
 */
export async function repairWorkTree(git: Git, branch: string, from: string, to: string): Promise<void> {
  await removeStaleLocks(git, branch);
  const ours: string[] = [];
  for (const file of await filesBetween(git, from, to)) if (await isHalfDone(git, file, to)) ours.push(file);
  if (ours.length === 0) return;
  const listed = await git('ls-tree', '-r', '-z', '--name-only', from, '--', ...ours);
  const { old = [], added = [] } = Object.groupBy(ours, (file) =>
    listed.split('\0').includes(file) ? 'old' : 'added',
  );
  if (old.length > 0) await git('restore', `--source=${from}`, '--staged', '--worktree', '--', ...old);
  if (added.length > 0) await git('rm', '--force', '--quiet', '--ignore-unmatch', '--', ...added);
  // Git removes no file that it does not track yet.
  for (const file of added) await rm(join(git.folder, file), { force: true });
}

/** Whether the file is missing, or contains only the beginning of its new text. */
async function isHalfDone(git: Git, file: string, to: string): Promise<boolean> {
  const path = join(git.folder, file);
  if (!existsSync(path)) return true;
  const text = await readFile(path, 'utf8');
  // Null for a file that the change removes: it is still there.
  const becoming = await git('show', `${to}:${file}`).catch(() => null);
  return becoming !== null && `${becoming}\n`.startsWith(text);
}

async function removeStaleLocks(git: Git, branch: string): Promise<void> {
  for (const name of [...locks, `refs/heads/${branch}.lock`]) {
    const found = await git('rev-parse', '--git-path', name);
    const path = isAbsolute(found) ? found : join(git.folder, found);
    // A git process that the killed execution started may still be finishing.
    for (let waited = 0; existsSync(path) && waited < patience; waited += 100) {
      if (!(await gitRunsIn(git.folder)) && waited >= 300) break;
      await delay(100);
    }
    if (!existsSync(path)) continue;
    if (await gitRunsIn(git.folder)) {
      throw new Conflict(`Another git process is working in ${git.folder}; wait until it ends.`, {
        code: 'git/busy',
      });
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
