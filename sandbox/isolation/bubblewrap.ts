import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import { second } from '#core/time.ts';
import { readOnlyTree, writableTree } from './box-tree.ts';
import type { InstalledPackages } from './installed-packages.ts';
import type { IsolationMethod } from './isolation.ts';
import type { Limits } from './limits.ts';
import { linkPackages } from './package-links.ts';
import type { Programs } from './programs.ts';
import { syscallFilter } from './syscall-filter.ts';

const user = '1000';
/** Where the copy of the service stands, and what it is copied from. */
const root = '/srv/app';
const original = '/mnt/tree';
const given = '/mnt/given';

/**
 * A box made by bubblewrap: its own namespaces, no network, no capabilities, a filter of system calls, and a file system
 * with the system's programs, Node, the installed packages and the service, and nothing else of the machine. All that it
 * writes lies in memory.
 *
 * @throws Unavailable if bubblewrap is not installed or may not create a box on this machine.
 */
export async function openBubblewrap(
  work: string,
  installed: InstalledPackages,
  programs: Programs,
  limits: Limits,
): Promise<IsolationMethod> {
  const etc = await writeEtc(work);
  const filter = await writeFilter(work);
  const walls = wallsOf(etc, filter, installed, programs, limits);
  tryOnce(walls, filter);
  const { dependencies } = installed;
  const [links, empty] = [join(work, 'packages'), join(work, 'empty')];
  await mkdir(empty);
  if (dependencies !== null) await linkPackages(dependencies, links);
  return {
    prepare: async ({ tree, directory, out, command, writes, environment, secrets }) => {
      const hasPackages = dependencies === null || existsSync(join(tree, 'node_modules'));
      const place = { tree, directory, root, packages: hasPackages ? null : links, empty, size: limits.disk };
      const copy = writes === null ? writableTree(place) : readOnlyTree(place, writes);
      const variables = Object.entries(environment(root)).flatMap(([name, value]) => [
        '--setenv',
        name,
        value,
      ]);
      return {
        file: 'bwrap',
        args: [
          walls,
          copy.mounts,
          ['--ro-bind', tree, original, '--ro-bind', out, given],
          ['--size', String(limits.disk), '--tmpfs', out],
          ['--setenv', 'HOME', '/tmp'],
          variables,
          // This comes last: the mounts above still have to create their mount points.
          ['--remount-ro', '/', '--chdir', root],
          ['--', '/bin/sh', '-c', begin, 'sh', command, out, ...copy.copied],
        ].flat(),
        // Inherited by the command, so nothing else may stand here. Every user of the machine can read arguments.
        environment: { PATH: process.env.PATH ?? '/usr/bin:/bin', ...secrets },
        cwd: '/',
        root,
        writable: [],
        box: { mounts: [...memory, out, ...copy.writable], filter },
        sweep: () => {},
      };
    },
  };
}

/** Writable in every box. */
const memory = ['/tmp', '/dev/shm'];

/** Copies what is to be copied, waits until the judge holds the box's files, and becomes the command. */
const begin = `
command=$1 out=$2; shift 2
for path; do cp -a "${original}/$path" "$(dirname "./$path")" || exit; done
cp -a ${given}/. "$out" && echo >&3 && read -r go <&3 || exit
exec 3>&- 4>&-
exec sh -c "$command"`;

function wallsOf(
  etc: string,
  filter: string | null,
  { readable }: InstalledPackages,
  programs: Programs,
  limits: Limits,
): string[] {
  const readOnly = [...readable, ...Object.values(programs)].filter((path) => !path.startsWith('/usr/'));
  return [
    ['--unshare-all', '--unshare-user', '--disable-userns', '--cap-drop', 'ALL'],
    filter === null ? [] : ['--seccomp', '4'],
    ['--uid', user, '--gid', user, '--hostname', hostName()],
    ['--die-with-parent', '--new-session'],
    ['--ro-bind', '/usr', '/usr', '--ro-bind', etc, '/etc'],
    ['lib', 'lib64', 'bin', 'sbin']
      .filter((name) => existsSync(`/usr/${name}`))
      .flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ['--proc', '/proc', '--dev', '/dev'],
    // bubblewrap's default /dev is in memory and has no size limit.
    ['--size', String(limits.disk), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ['--size', String(limits.disk), '--tmpfs', '/tmp'],
    readOnly.flatMap((path) => ['--ro-bind', path, path]),
  ].flat();
}

/** A name as a cloud gives it, the same for all boxes of a verification: a service may put it into its responses. */
function hostName(): string {
  return `ip-10-0-${randomInt(1, 255)}-${randomInt(1, 255)}`;
}

async function writeFilter(work: string): Promise<string | null> {
  const program = syscallFilter(process.arch);
  if (program === null) return null;
  const file = join(work, 'filter');
  await writeFile(file, program);
  return file;
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

function tryOnce(walls: readonly string[], filter: string | null): void {
  const descriptor = filter === null ? null : openSync(filter, 'r');
  const { status, error, stderr } = spawnSync('bwrap', [...walls, '--remount-ro', '/', '--', '/bin/true'], {
    stdio: ['ignore', 'ignore', 'pipe', 'ignore', descriptor ?? 'ignore'],
    timeout: 10 * second,
  });
  if (descriptor !== null) closeSync(descriptor);
  if (status === 0) return;
  const missing = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT';
  const said = stderr?.toString().trim().split('\n')[0] || error?.message;
  const why = missing
    ? 'bubblewrap is not installed here: install it ("apt-get install bubblewrap")'
    : `bubblewrap may not create a box here (${said}): allow it to use user namespaces`;
  throw new Unavailable(`${why}, or choose another isolation.`, {
    code: missing ? 'sandbox/bubblewrap-missing' : 'sandbox/bubblewrap-refused',
    cause: error,
  });
}
