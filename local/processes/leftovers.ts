import { readdirSync, readFileSync } from 'node:fs';

/** Every child carries the data folder in this variable. */
export const ownerVariable = 'IRONCLAW_OWNER';

/**
 * Kills processes of an earlier instance with the same data folder.
 * @returns their number; 0 if the system does not show other processes' variables.
 */
export function killLeftovers(owner: string): number {
  const mark = `${ownerVariable}=${owner}`;
  const leftovers = processIds().filter((pid) => pid !== process.pid && variablesOf(pid).includes(mark));
  for (const pid of leftovers) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended by itself in the meantime.
    }
  }
  return leftovers.length;
}

function processIds(): readonly number[] {
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
