import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where a process group accepts connections. */
export interface Listeners {
  readonly ports: readonly number[];
  /** Paths of sockets. */
  readonly paths: readonly string[];
}

const listening = '0A';

/** Where the processes of a group listen; null on a system that does not tell. */
export function listenersOf(group: number): Listeners | null {
  const sockets = new Set(processesOf(group).flatMap(socketsOf));
  const tables = ['tcp', 'tcp6'].flatMap((name) => rowsOf(name));
  if (tables.length === 0) return null;
  const ports = tables
    .filter(([, , , state, , , , , , inode = '']) => state === listening && sockets.has(inode))
    .map(([, local = '']) => Number.parseInt(local.split(':')[1] ?? '', 16));
  const paths = rowsOf('unix')
    .filter(([, , , , , , inode = '', path]) => sockets.has(inode) && path !== undefined)
    .map(([, , , , , , , path = '']) => path);
  return { ports: [...new Set(ports)], paths: [...new Set(paths)] };
}

function rowsOf(table: string): readonly (readonly string[])[] {
  return read(`/proc/net/${table}`)
    .split('\n')
    .slice(1)
    .filter(Boolean)
    .map((row) => row.trim().split(/\s+/));
}

function processesOf(group: number): readonly string[] {
  return list('/proc').filter((pid) => /^\d+$/.test(pid) && groupOf(pid) === group);
}

/** The name of a program, in parentheses, may contain anything. */
function groupOf(pid: string): number {
  const stat = read(`/proc/${pid}/stat`);
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
}

function socketsOf(pid: string): readonly string[] {
  return list(`/proc/${pid}/fd`).flatMap((name) => {
    try {
      return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1] ?? [];
    } catch {
      return [];
    }
  });
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
