import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { birthOf } from '#sandbox/isolation/processes.ts';

/** The command lines of running processes that an instance on this data folder has started. */
export function processesOf(data: string): string[] {
  const commands = pidsOf(data).map((pid) => read(pid, 'cmdline').join(' ').trim());
  // A zombie process has no command line.
  return commands.filter((command) => command !== '');
}

/** The command lines of all running processes that have this text in them. */
export const commandsWith = (text: string): string[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => read(pid, 'cmdline').join(' ').trim())
    .filter((command) => command.includes(text));

const version = 'IRONCLAW_VERSION=';

/** The commits whose versions are running; one may be several processes, such as a shell and what it started. */
export function versionsOf(data: string): string[] {
  const commits = pidsOf(data)
    .flatMap((pid) => read(pid, 'environ'))
    .filter((variable) => variable.startsWith(version))
    .map((variable) => variable.slice(version.length));
  return [...new Set(commits)];
}

export interface ListeningPort {
  readonly host: string;
  readonly port: number;
  /** Whether a version of a service listens there: its code is not ours. */
  readonly isVersion: boolean;
}

/** Where an instance and the processes that it has started accept connections from other processes of this machine. */
export function listenersOf(pid: number, data: string): ListeningPort[] {
  const sockets = listeningSockets();
  return [String(pid), ...pidsOf(data)].flatMap((owner) =>
    openSockets(owner).flatMap((inode) => {
      const isVersion = read(owner, 'environ').some((variable) => variable.startsWith(version));
      const address = sockets.get(inode);
      return address ? [{ ...address, isVersion }] : [];
    }),
  );
}

const listening = '0A';

/** The listening sockets of this network namespace, by inode. */
function listeningSockets(): Map<string, { host: string; port: number }> {
  const rows = ['tcp', 'tcp6'].flatMap((file) =>
    readFileSync(`/proc/net/${file}`, 'utf8').split('\n').slice(1),
  );
  return new Map(
    rows
      .map((row) => row.trim().split(/\s+/))
      .filter(([, , , state]) => state === listening)
      .map(([, local = '', , , , , , , , inode = '']) => [inode, addressFrom(local)]),
  );
}

/** The kernel writes an IPv4 address with its lowest byte first. One that is open to all is reached by loopback, too. */
function addressFrom(text: string): { host: string; port: number } {
  const [address = '', port = ''] = text.split(':');
  const bytes = address.match(/../g)?.map((byte) => Number.parseInt(byte, 16)) ?? [];
  const isLoopback = bytes.length === 4 && bytes[3] === 127;
  return { host: isLoopback ? bytes.reverse().join('.') : '127.0.0.1', port: Number.parseInt(port, 16) };
}

function openSockets(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      const target = readlinkSync(`/proc/${pid}/fd/${fd}`);
      return /^socket:\[(\d+)\]$/.exec(target)?.[1] ?? [];
    });
  } catch {
    return [];
  }
}

/** The running processes that an instance on this data folder has started, oldest first: ids begin again at the highest one. */
export function pidsOf(data: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, 'environ').includes(`IRONCLAW_OWNER=${data}`))
    .map((pid) => ({ pid, born: birthOf(Number(pid)) }))
    .toSorted((a, b) => Number(a.born) - Number(b.born) || Number(a.pid) - Number(b.pid))
    .map(({ pid }) => pid);
}

function read(pid: string, file: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
