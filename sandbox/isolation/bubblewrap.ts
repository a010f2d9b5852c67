import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import { runnerFiles } from '../runners/programs.ts';
import { type InstalledPackages, resolvesFrom } from './installed-packages.ts';
import type { IsolationMethod } from './isolation.ts';
import type { Limits } from './limits.ts';
import { relayProgram } from './relay-program.ts';

const trees = '/ironclaw/tree';
const user = '1000';

/**
 * A box made by bubblewrap: its own namespaces, no network, no capabilities, and a file system with the system's
 * programs, Node, the installed packages and an in-memory copy of the service, and nothing else of the machine.
 *
 * @throws Unavailable if bubblewrap is not installed or may not create a box on this machine.
 */
export async function openBubblewrap(
  work: string,
  installed: InstalledPackages,
  limits: Limits,
): Promise<IsolationMethod> {
  const etc = await writeEtc(work);
  const walls = wallsOf(etc, installed, limits);
  await tryOnce(walls);
  return {
    prepare: async ({ tree, out, command, environment }) => {
      const root = join(work, 'service');
      const copy = ['--size', String(limits.disk), '--tmpfs', root, '--ro-bind', tree, trees];
      const packages = linkPackages(root, tree, installed);
      const variables = Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]);
      const fill = `cp -a ${trees}/. . && exec sh -c "$1"`;
      return {
        file: 'bwrap',
        args: [
          walls,
          copy,
          packages,
          ['--bind', out, out],
          ['--setenv', 'HOME', '/tmp'],
          variables,
          // This comes last: the mounts above still have to create their mount points.
          ['--remount-ro', '/', '--chdir', root],
          ['--', '/bin/sh', '-c', fill, 'sh', command],
        ].flat(),
        environment: { PATH: process.env.PATH ?? '/usr/bin:/bin' },
        cwd: '/',
        root,
        writable: [out],
        sweep: () => {},
      };
    },
  };
}

function wallsOf(etc: string, { readable, searchPath }: InstalledPackages, limits: Limits): string[] {
  const readOnly = [...readable, relayProgram, ...runnerFiles].filter((path) => !path.startsWith('/usr/'));
  return [
    ['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    ['--uid', user, '--gid', user, '--hostname', 'box'],
    ['--die-with-parent', '--new-session', '--clearenv'],
    ['--ro-bind', '/usr', '/usr', '--ro-bind', etc, '/etc'],
    ['lib', 'lib64', 'bin', 'sbin']
      .filter((name) => existsSync(`/usr/${name}`))
      .flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ['--proc', '/proc', '--dev', '/dev'],
    // bubblewrap's default /dev is in memory and has no size limit.
    ['--size', String(limits.disk), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ['--size', String(limits.disk), '--tmpfs', '/tmp'],
    readOnly.flatMap((path) => ['--ro-bind', path, path]),
    ['--setenv', 'PATH', searchPath],
  ].flat();
}

function linkPackages(root: string, tree: string, { dependencies }: InstalledPackages): string[] {
  const given =
    dependencies === null || resolvesFrom(root, dependencies) || existsSync(join(tree, 'node_modules'));
  return given ? [] : ['--symlink', dependencies, join(root, 'node_modules')];
}

/** Without these files, `localhost` and the user's name do not resolve. */
async function writeEtc(work: string): Promise<string> {
  const etc = join(work, 'etc');
  await mkdir(etc);
  await writeFile(join(etc, 'hosts'), '127.0.0.1 localhost\n::1 localhost\n');
  await writeFile(join(etc, 'nsswitch.conf'), 'hosts: files\npasswd: files\ngroup: files\n');
  await writeFile(join(etc, 'passwd'), `service:x:${user}:${user}::/tmp:/bin/sh\n`);
  await writeFile(join(etc, 'group'), `service:x:${user}:\n`);
  return etc;
}

async function tryOnce(walls: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)('bwrap', [...walls, '--remount-ro', '/', '--', '/bin/true'], {
      timeout: 10 * second,
    });
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    const why = missing
      ? 'bubblewrap is not installed here: install it ("apt-get install bubblewrap")'
      : `bubblewrap may not create a box here (${firstLine(cause)}): allow it to use user namespaces`;
    throw new Unavailable(`${why}, or choose another isolation.`, {
      code: missing ? 'sandbox/bubblewrap-missing' : 'sandbox/bubblewrap-refused',
      cause,
    });
  }
}

function firstLine(cause: unknown): string {
  const said = (cause as { stderr?: string }).stderr || String(cause);
  return said.trim().split('\n')[0] ?? '';
}
