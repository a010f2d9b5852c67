import { familyOf, readProc } from './processes.ts';

/** TCP_LISTEN in the kernel's tables of sockets. */
const listening = '0A';

/** The TCP ports on which something listens in the network of the youngest process below `pid`. */
export function listeningPorts(pid: number): readonly number[] {
  const inside = [...familyOf(pid)].at(-1) ?? pid;
  const ports = ['tcp', 'tcp6'].flatMap((table) => portsIn(`/proc/${inside}/net/${table}`));
  return [...new Set(ports)];
}

function portsIn(table: string): number[] {
  const lines = readProc(table)?.split('\n').slice(1) ?? [];
  return lines.flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    return state === listening ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
}
