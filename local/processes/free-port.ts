import { createServer } from 'node:net';
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
