import { readFileSync } from 'node:fs';
import { pidsOf } from '../../tests/support/processes.ts';
import type { Victim } from './draw-kill.ts';

export type RunningProcesses = ReadonlyMap<Victim, readonly number[]>;

/** The processes that an instance and its children run, by kind. @param main the instance's own. */
export function runningProcesses(main: number, data: string): RunningProcesses {
  const found = new Map<Victim, number[]>([['main', [main]]]);
  for (const pid of pidsOf(data).map(Number)) {
    const kind = kindOf(pid);
    if (kind === null) continue;
    found.set(kind, [...(found.get(kind) ?? []), ...(kind === 'sandbox' ? withDescendants(pid) : [pid])]);
  }
  return found;
}

function kindOf(pid: number): Victim | null {
  const command = read(pid, 'cmdline');
  if (/engine-program|dynoxide/.test(command)) return 'database';
  if (command.includes('proxy-program')) return 'proxy';
  if (command.includes('sandbox/main.ts')) return 'sandbox';
  return versionOf(pid) === null ? null : 'version';
}

/** Isolated processes do not carry the data folder's name: they are found through those that started them. */
export function withDescendants(pid: number): readonly number[] {
  const children = read(pid, `task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(withDescendants)];
}

/** A process for good: its number may be given to another one later. Null if it has ended. */
export function identityOf(pid: number): string | null {
  // After the name in parentheses, which may hold spaces: field 3 is the state, field 22 the start.
  const fields = read(pid, 'stat').split(') ').at(-1)?.split(' ') ?? [];
  return fields[19] === undefined || fields[0] === 'Z' ? null : `${pid} ${fields[19]}`;
}

const versionVariable = 'IRONCLAW_VERSION=';

/** Which commit a process of a version runs. */
export const versionOf = (pid: number): string | null =>
  read(pid, 'environ')
    .split('\0')
    .find((variable) => variable.startsWith(versionVariable))
    ?.slice(versionVariable.length) ?? null;

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
