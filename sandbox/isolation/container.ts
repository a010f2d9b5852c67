import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable } from '#core/errors.ts';
import type { InstalledPackages } from './installed-packages.ts';
import type { IsolationMethod } from './isolation.ts';
import { toolCaches } from './package-links.ts';
import { usersAtWork } from './processes.ts';
import type { Programs } from './programs.ts';
import { foldersUpwards } from './service-settings.ts';
import { parentOf, type TreeWrites } from './tree-writes.ts';
import { openUnprotected } from './unprotected.ts';

/** A full path, because a package of the service could contain a program of this name, and we are root. */
const setpriv = '/usr/bin/setpriv';
const powerless = ['--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all'];

/** Each verifying process has 100 users of its own, so that two concurrent processes never share a user. */
const firstUser = 20_000 + (process.pid % 400) * 100;
const usersOfOne = 100;

/**
 * The surrounding container is the isolation, and we are its root. Each command runs as its own user without any
 * capability. It cannot read our processes and files or those of other commands, and any process it leaves running is
 * found by its user. It shares the container's network and temporary folder.
 *
 * @param closed folders that the service's code must not read.
 * @throws Unavailable `sandbox/no-container-user` if we are not root, or may not become another user.
 */
export async function openContainer(
  work: string,
  installed: InstalledPackages,
  programs: Programs,
  closed: readonly string[],
): Promise<IsolationMethod> {
  // The user may pass through to its own folder, but not list the others.
  await chmod(work, 0o711);
  await tryOnce(programs);
  for (const folder of closed) await chmod(folder, 0o700);
  const plain = openUnprotected(work, installed);
  const nextUser = freshUsers();
  return {
    prepare: async (plan) => {
      const user = nextUser();
      const enclosed = await plain.prepare(plan);
      await promisify(execFile)('chown', ['-hR', `${user}:${user}`, '--', ...enclosed.writable]);
      if (plan.writes !== null) await closeTree({ root: enclosed.root, ...plan }, plan.writes, user);
      return {
        ...enclosed,
        file: setpriv,
        args: [...becoming(user), enclosed.file, ...enclosed.args],
        sweep: () => killAllOf(user),
      };
    },
  };
}

/**
 * Makes a copy ours, but for the places in `writes`. A folder with the sticky bit lets the user add entries, and remove or
 * rename only its own. No folder of packages may be made in it, because packages there would be found first.
 */
async function closeTree(
  { root, directory }: { readonly root: string; readonly directory: string },
  { folders, files }: TreeWrites,
  user: string,
): Promise<void> {
  const execute = promisify(execFile);
  await execute('chown', ['-hR', '0:0', '--', root]);
  await execute('chmod', ['-R', 'a+rX,go-w', '--', root]);
  // The folder around it too, or the whole copy could be replaced.
  await chown(dirname(root), 0, 0);
  await chmod(dirname(root), 0o755);
  for (const folder of new Set([...folders, ...files.map(parentOf)])) {
    await chmod(join(root, folder), 0o1777);
    await mkdir(join(root, folder, 'node_modules'), { recursive: true });
  }
  for (const folder of foldersUpwards(directory))
    for (const cache of toolCaches.map((name) => join(root, folder, 'node_modules', name)))
      if (existsSync(cache)) await chmod(cache, 0o1777);
  for (const file of files) await chown(join(root, file), Number(user), Number(user));
}

/** A user that already has processes belongs to somebody else, and at the end we kill every process of the user. */
function freshUsers(): () => string {
  let given = 0;
  return () => {
    const taken = usersAtWork();
    const users = Array.from({ length: usersOfOne }, (_, i) => firstUser + ((given + i) % usersOfOne));
    const user = users.find((item) => !taken.has(item));
    if (user === undefined)
      throw refusal(`the users ${firstUser} to ${firstUser + usersOfOne - 1} are all in use`);
    given = user - firstUser + 1;
    return String(user);
  };
}

function becoming(user: string): string[] {
  return [`--reuid=${user}`, `--regid=${user}`, ...powerless, '--'];
}

/**
 * The kernel signals "every process that I may signal" in one step, so no process can escape by forking. Sent by
 * root, this would end the whole container: the shell first makes sure that it has become the user.
 */
function killAllOf(user: string): void {
  const kill = 'test "$(id -u)" = "$1" && kill -9 -1';
  spawnSync(setpriv, [...becoming(user), '/bin/sh', '-c', kill, 'sh', user], { stdio: 'ignore' });
}

async function tryOnce(programs: Programs): Promise<void> {
  if (process.getuid?.() !== 0) throw refusal('this process is not root');
  try {
    const reads = 'for file; do test -r "$file" || { echo "it cannot read $file" >&2; exit 1; }; done';
    const files = [process.execPath, ...Object.values(programs)];
    await promisify(execFile)(setpriv, [
      ...becoming(String(firstUser)),
      '/bin/sh',
      '-c',
      reads,
      'sh',
      ...files,
    ]);
  } catch (cause) {
    const { code, stderr } = cause as NodeJS.ErrnoException & { stderr?: string };
    const why =
      code === 'ENOENT' ? `there is no ${setpriv}` : (stderr?.trim().split('\n')[0] ?? String(code));
    throw refusal(why, cause);
  }
}

function refusal(why: string, cause?: unknown): Unavailable {
  return new Unavailable(
    `The service's code cannot be run as another user here (${why}): run the job as the container's root, with ` +
      'setpriv (util-linux) installed, and with Node and this program where every user may read them.',
    { code: 'sandbox/no-container-user', cause },
  );
}
