import { readdirSync, readFileSync } from 'node:fs';

/** The command lines of running processes that an instance on this data folder has started. */
export function processesOf(data: string): string[] {
  const commands = pidsOf(data).map((pid) => read(pid, 'cmdline').join(' ').trim());
  // A zombie process has no command line.
  return commands.filter((command) => command !== '');
}

const version = 'IRONCLAW_VERSION=';

/** The commits of a service whose versions are running. */
export function versionsOf(data: string): string[] {
  return pidsOf(data)
    .flatMap((pid) => read(pid, 'environ'))
    .filter((variable) => variable.startsWith(version))
    .map((variable) => variable.slice(version.length));
}

/** The running processes that an instance on this data folder has started. */
export function pidsOf(data: string): string[] {
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
