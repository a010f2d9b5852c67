import { readdirSync, readFileSync } from 'node:fs';

/** The processes that a start on this data folder has begun and that are still there, by their command lines. */
export function processesOf(data: string): string[] {
  const commands = pidsOf(data).map((pid) => read(pid, 'cmdline').join(' ').trim());
  // A process that has ended and waits for its parent has no command line.
  return commands.filter((command) => command !== '');
}

const version = 'IRONCLAW_VERSION=';

/** The commits whose versions of a service run. */
export function versionsOf(data: string): string[] {
  return pidsOf(data)
    .flatMap((pid) => read(pid, 'environ'))
    .filter((variable) => variable.startsWith(version))
    .map((variable) => variable.slice(version.length));
}

function pidsOf(data: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => read(pid, 'environ').includes(`IRONCLAW_OWNER=${data}`));
}

function read(pid: string, file: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}
