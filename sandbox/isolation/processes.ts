import { readdirSync, readFileSync } from 'node:fs';

const pageSize = 4096;

/** Whether this system lists its processes in /proc, as Linux does. */
export const processesAreVisible = readProc('/proc/self/statm') !== null;

/** The process `pid` and its descendants. Reads only their own entries, so the cost does not grow on a busy machine. */
export function familyOf(pid: number): Set<number> {
  const family = new Set([pid]);
  for (const member of family) for (const child of childrenOf(member)) family.add(child);
  return family;
}

/** Bytes of resident memory; 0 for a process that is gone. */
export function residentMemoryOf(pid: number): number {
  const resident = readProc(`/proc/${pid}/statm`)?.split(' ')[1];
  return resident === undefined ? 0 : Number(resident) * pageSize;
}

export function threadsOf(pid: number): number {
  return numbersIn(`/proc/${pid}/task`).length;
}

/** Start time of the process in clock ticks since boot; distinguishes it from a later process with the same id. */
export function birthOf(pid: number): string | null {
  const stat = readProc(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
}

/** Processes that inherited `NAME=value` in their environment. */
export function processesWith(variable: string): number[] {
  return numbersIn('/proc').filter((pid) => readProc(`/proc/${pid}/environ`)?.split('\0').includes(variable));
}

/** The ids of the users that own a running process at this moment. */
export function usersAtWork(): Set<number> {
  const users = numbersIn('/proc').map((pid) => /^Uid:\s+(\d+)/m.exec(readProc(`/proc/${pid}/status`) ?? ''));
  return new Set(users.flatMap((found) => (found === null ? [] : [Number(found[1])])));
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function childrenOf(pid: number): number[] {
  return numbersIn(`/proc/${pid}/task`).flatMap((thread) =>
    (readProc(`/proc/${pid}/task/${thread}/children`) ?? '').split(' ').filter(Boolean).map(Number),
  );
}

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder).map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

export function readProc(file: string): string | null {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    return null;
  }
}
