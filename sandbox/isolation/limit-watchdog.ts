import { folderSize } from './folder-size.ts';
import type { LimitName, Limits } from './limits.ts';
import { birthOf, familyOf, processesAreVisible, residentMemoryOf } from './processes.ts';

const interval = 100;

export interface WatchdogOptions {
  readonly pid: number;
  readonly limits: Limits;
  /** Folders on the machine's disk to which the box may write. */
  readonly writable: readonly string[];
  /** Called once, with the first limit found exceeded. */
  readonly onExceeded: (name: LimitName) => void;
}

export interface Watchdog {
  /** Every process seen below the first, with its start time: some may have another parent by now. */
  readonly seen: ReadonlyMap<number, string>;
  stop(): void;
}

/** Checks the box ten times a second until it is stopped or finds a limit exceeded. */
export function watch({ pid, limits, writable, onExceeded }: WatchdogOptions): Watchdog {
  const seen = new Map<number, string>();
  const deadline = setTimeout(() => exceeded('seconds'), limits.seconds * 1_000);
  const timer = setInterval(look, interval);

  function look(): void {
    const name = firstExceeded();
    if (name !== null) exceeded(name);
  }

  function firstExceeded(): LimitName | null {
    if (processesAreVisible) {
      const members = livingMembers(pid, seen);
      if (members.size > limits.processes) return 'processes';
      if (memoryOf(members) > limits.memory) return 'memory';
    }
    const isFull = (folder: string) => folderSize(folder, limits.disk) > limits.disk;
    return writable.some(isFull) ? 'disk' : null;
  }

  function exceeded(name: LimitName): void {
    stop();
    onExceeded(name);
  }

  function stop(): void {
    clearTimeout(deadline);
    clearInterval(timer);
  }

  return { seen, stop };
}

/** The descendants of `pid` and of every process that was one of them; forgets ended processes. */
function livingMembers(pid: number, seen: Map<number, string>): Set<number> {
  const members = familyOf(pid);
  for (const [known, birth] of seen) {
    if (birthOf(known) !== birth) seen.delete(known);
    else if (!members.has(known)) for (const member of familyOf(known)) members.add(member);
  }
  for (const member of members) {
    const birth = seen.has(member) ? null : birthOf(member);
    if (birth !== null) seen.set(member, birth);
  }
  return members;
}

function memoryOf(members: ReadonlySet<number>): number {
  let sum = 0;
  for (const pid of members) sum += residentMemoryOf(pid);
  return sum;
}
