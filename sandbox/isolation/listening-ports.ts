import { familyOf, readProc } from './processes.ts';

/** TCP_LISTEN in the kernel's tables of sockets. */
const listening = '0A';

/** The TCP ports on which something listens in the network of the youngest process below `pid`. */
export function listeningPorts(pid: number): readonly number[] {
  const inside = [...familyOf(pid)].at(-1) ?? pid;
  const tables = ['tcp', 'tcp6'].map((table) => readProc(`/proc/${inside}/net/${table}`) ?? '');
  return portsIn(tables.join('\n'));
}

/** The ports on which something listens, by the kernel's tables of sockets. */
export function portsIn(tables: string): readonly number[] {
  const ports = tables.split('\n').flatMap((line) => {
    const [, local = '', , state] = line.trim().split(/\s+/);
    return state === listening ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
  return [...new Set(ports)];
}
