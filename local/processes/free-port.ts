import { createServer } from 'node:net';
import { Conflict } from '#core/errors.ts';
import { portForService } from '#core/service/port-for-service.ts';
import { openPort } from './listen.ts';

/**
 * A port that is free on the loopback address, or on another one of this machine.
 * @param asked 0 for any.
 * @throws Conflict `port/in-use`.
 */
export async function freePort(asked = 0, host?: string): Promise<number> {
  const server = createServer();
  const { port } = await openPort(server, asked, host);
  await new Promise((closed) => server.close(closed));
  return port;
}

const mostAttempts = 20;

/** A port that is free on the loopback address, for a service whose start is waited for by connecting to it. */
export async function freePortForService(attempts = mostAttempts): Promise<number> {
  try {
    return await freePort(portForService(Math.random));
  } catch (error) {
    if (attempts > 1 && error instanceof Conflict) return freePortForService(attempts - 1);
    throw error;
  }
}
