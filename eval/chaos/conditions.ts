import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hour, minute, second } from '#core/time.ts';
import type { Conditions } from '../../tests/support/program.ts';
import type { Trouble } from './draw-kill.ts';
import type { Place } from './instance.ts';
import { signal } from './signal.ts';

const diskMegabytes = 192;
/** Where Debian's package libfaketime puts it. */
const usualLibrary = '/usr/lib/*/faketime/libfaketimeMT.so.1';

/** What this machine can do besides killing; the disk and the clock need the rights of root. */
export interface Machine {
  readonly troubles: ReadonlySet<Trouble['kind']>;
  /** One sentence for each trouble that cannot be made here. */
  readonly missing: readonly string[];
  /** Conditions under which an instance and all that it starts see a time so many seconds ahead; behind if negative. */
  clock(seconds: number): Conditions;
  close(): void;
}

/** Mounts a small disk in memory, if that is permitted. @param library libfaketime, where it is not installed. */
export function openMachine(
  { folder, disk }: Pick<Place, 'folder' | 'disk'>,
  library = globSync(usualLibrary)[0],
): Machine {
  mkdirSync(disk);
  const options = ['-t', 'tmpfs', '-o', `size=${diskMegabytes}m`, 'tmpfs', disk];
  const hasDisk = spawnSync('mount', options).status === 0;
  const clock = (seconds: number) => (library === undefined ? {} : movedClock(folder, seconds, library));
  const hasClock = hasDisk && moves(clock(hour / second));
  return {
    troubles: new Set<Trouble['kind']>([
      'database-stopped',
      ...(hasDisk ? (['disk-full'] as const) : []),
      ...(hasClock ? (['clock-moved'] as const) : []),
    ]),
    missing: [
      ...(hasDisk ? [] : ['the disk does not get full: a small one cannot be mounted here']),
      ...(hasClock ? [] : ['the clock does not move: that needs root and libfaketime']),
    ],
    clock,
    close() {
      if (hasDisk) spawnSync('umount', ['--lazy', disk]);
    },
  };
}

/** Whether a program sees an hour later under these conditions. */
function moves({ within: [command, ...rest] = [] }: Conditions): boolean {
  if (command === undefined) return false;
  const { stdout } = spawnSync(command, [...rest, process.execPath, '-p', 'Date.now()'], {
    encoding: 'utf8',
  });
  return Math.abs(Number(stdout) - Date.now() - hour) < minute;
}

/*
 * The whole instance gets another clock, not only its first process: its children inherit no variables. So the library
 * is named to the dynamic linker in a file of /etc, which only the instance's own view of the disk has.
 */
const enter = [
  'mount -t tmpfs tmpfs "$1"',
  'mkdir "$1/upper" "$1/work"',
  'mount -t overlay overlay -o "lowerdir=/etc,upperdir=$1/upper,workdir=$1/work" /etc',
  'echo "$2" > /etc/faketimerc',
  'echo "$3" > /etc/ld.so.preload',
  'shift 3',
  'exec "$@"',
].join(' && ');

function movedClock(folder: string, seconds: number, library: string): Conditions {
  const scratch = join(folder, 'clock');
  mkdirSync(scratch, { recursive: true });
  const offset = `${seconds < 0 ? '' : '+'}${seconds}`;
  const view = ['unshare', '--mount', '--propagation', 'private'];
  return { within: [...view, 'sh', '-c', enter, 'sh', scratch, offset, library] };
}

/** Leaves no byte on the disk for as long as `during` takes. */
export async function withFullDisk(disk: string, during: () => Promise<void>): Promise<void> {
  const ballast = join(disk, 'ballast');
  try {
    for (let size = diskMegabytes << 20; size > 0; ) {
      try {
        writeFileSync(ballast, Buffer.alloc(size), { flag: 'a' });
      } catch {
        size >>= 1;
      }
    }
    await during();
  } finally {
    if (existsSync(ballast)) rmSync(ballast);
  }
}

/** Processes stand still for as long as `during` and so many milliseconds take. */
export async function withStopped(
  pids: readonly number[],
  milliseconds: number,
  during: () => Promise<void>,
): Promise<void> {
  for (const pid of pids) signal(pid, 'SIGSTOP');
  try {
    await delay(milliseconds / 2);
    await during();
    await delay(milliseconds / 2);
  } finally {
    for (const pid of pids) signal(pid, 'SIGCONT');
  }
}
