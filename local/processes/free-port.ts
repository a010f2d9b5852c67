import { createServer } from 'node:net';
import { openPort } from './listen.ts';

/** A free port of the loopback address, or of another one of this machine. */
export async function freePort(host?: string): Promise<number> {
  const server = createServer();
  const { port } = await openPort(server, 0, host);
  await new Promise((closed) => server.close(closed));
  return port;
}
