import type { BoxFiles } from './box-files.ts';
import { folderSize } from './folder-size.ts';
import type { LimitName, Limits } from './limits.ts';
import { birthOf, familyOf, processesAreVisible, residentMemoryOf, threadsOf } from './processes.ts';

const interval = 100;

export interface WatchdogOptions {
  readonly pid: number;
  readonly limits: Limits;
  /** Folders on the machine's disk to which the box may write. */
  readonly writable: readonly string[];
  /** The box's files in memory, once they are held. */
  readonly files: () => BoxFiles | null;
  /** Called once, with the first limit found exceeded. */
  readonly onExceeded: (name: LimitName) => void;
}

export interface Watchdog {
  /** Every process seen below the first, with its start time: some may have another parent by now. */
  readonly seen: ReadonlyMap<number, string>;
  stop(): void;
}

/** Checks the box ten times a second until it is stopped or finds a limit exceeded. */
export function watch({ pid, limits, writable, files, onExceeded }: WatchdogOptions): Watchdog {
  const seen = new Map<number, string>();
  const deadline = setTimeout(() => exceeded('seconds'), limits.seconds * 1_000);
  const timer = setInterval(look, interval);

  function look(): void {
    const name = firstExceeded();
    if (name !== null) exceeded(name);
  }

  function firstExceeded(): LimitName | null {
    const inMemory = files()?.usage() ?? { bytes: 0, largest: 0, files: 0 };
    if (processesAreVisible) {
      const members = livingMembers(pid, seen);
      if (members.size > limits.processes) return 'processes';
      if (sumOf(members, threadsOf) > limits.threads) return 'threads';
      // The pages of a file in memory belong to no process, unless one has mapped them: these count twice.
      if (sumOf(members, residentMemoryOf) + inMemory.bytes > limits.memory) return 'memory';
    }
    if (inMemory.files > limits.files) return 'files';
    const isFull = (folder: string) => folderSize(folder, limits.disk) > limits.disk;
    return inMemory.largest > limits.disk || writable.some(isFull) ? 'disk' : null;
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

function sumOf(members: ReadonlySet<number>, measure: (pid: number) => number): number {
  let sum = 0;
  for (const pid of members) sum += measure(pid);
  return sum;
}
