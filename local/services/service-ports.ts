import { freePort } from '../processes/free-port.ts';

/** So many ports after the first one are tried. */
const most = 50;

/**
 * Chooses a port for each service: the one that it had, or the next one after the API's and the first service's. Another program
 * may use it: then it is the next free one.
 * @param first of them; 0 if any will do.
 * @param kept the ports that services had before, by name.
 */
export function openServicePorts(first: number, kept: ReadonlyMap<string, number>) {
  const holders = new Map([...kept].map(([name, port]) => [port, name]));
  return async (name: string, had: number | null): Promise<number> => {
    const next = first === 0 ? [] : Array.from({ length: most }, (_, i) => first + i);
    for (const port of [...(had === null ? [] : [had]), ...next]) {
      const holder = holders.get(port);
      if (holder !== undefined && holder !== name) continue;
      // Reserved before it is tried: services start side by side.
      holders.set(port, name);
      if (await isFree(port)) return port;
    }
    return 0;
  };
}

const isFree = (port: number): Promise<boolean> =>
  freePort(port).then(
    () => true,
    () => false,
  );
