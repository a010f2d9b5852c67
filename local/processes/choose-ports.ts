import { Conflict } from '#core/errors.ts';
import { freePort } from './free-port.ts';

export const usualPort = 3100;

/** The port of the API, and of the service behind it. 0 is any free one. */
export interface Ports {
  readonly api: number;
  readonly service: number;
}

/**
 * Two adjacent ports. If none was asked for and the usual ones are in use, any two.
 * @param asked port of the API; 0 for any.
 * @throws Conflict `port/in-use` if the port that was asked for, or the one after it, is in use.
 */
export async function choosePorts(asked?: number): Promise<Ports> {
  if (asked === 0) return anyPorts;
  const ports = { api: asked ?? usualPort, service: (asked ?? usualPort) + 1 };
  try {
    for (const port of Object.values(ports)) await freePort(port);
    return ports;
  } catch (error) {
    if (asked === undefined && error instanceof Conflict) return anyPorts;
    throw error;
  }
}

const anyPorts: Ports = { api: 0, service: 0 };
