import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

/** Every child carries the data folder in this variable. */
export const ownerVariable = 'IRONCLAW_OWNER';

const grace = 2_000;
const look = 50;

/**
 * Kills processes of an earlier instance with the same data folder.
 * @returns their number; 0 if the system does not show other processes' variables.
 */
export function killLeftovers(owner: string): number {
  return signal(processesWith({ [ownerVariable]: owner }), 'SIGKILL');
}

/** Ends the processes that are found: by SIGTERM, and two seconds later by SIGKILL. */
export async function endProcesses(find: () => readonly number[]): Promise<void> {
  signal(find(), 'SIGTERM');
  for (let waited = 0; waited < grace && find().length > 0; waited += look) await delay(look);
  signal(find(), 'SIGKILL');
}

function signal(pids: readonly number[], name: NodeJS.Signals): number {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // Ended by itself in the meantime.
    }
  }
  return pids.length;
}

/** The processes that have all of these variables. */
export function processesWith(variables: Readonly<Record<string, string>>): readonly number[] {
  const marks = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return processIds().filter((pid) => {
    const found = pid === process.pid ? [] : variablesOf(pid);
    return marks.every((mark) => found.includes(mark));
  });
}

export function processIds(): readonly number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    return [];
  }
}

function variablesOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
