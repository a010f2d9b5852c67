import type { Server } from 'node:http';
import type { AddressInfo, Server as Listener } from 'node:net';
import { Conflict } from '#core/errors.ts';
import { messageOf, warn } from '../warn.ts';
import { admitOnly, noForeignPages } from './admission.ts';
import { newSecret, onlyWith } from './secret-address.ts';

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens a server on the loopback address only, and to no page of another site. Port 0 takes any free port.
 * @param names under which it is also reachable.
 * @throws Conflict `port/in-use`.
 */
export async function listen(server: Server, port: number, names?: readonly string[]): Promise<Listening> {
  admitOnly(server, noForeignPages(names));
  return { ...(await openPort(server, port)), close: () => close(server) };
}

/** Opens a server for this instance alone: its `url` cannot be guessed, and no other is answered. */
export async function listenSecretly(server: Server): Promise<Listening> {
  const secret = newSecret();
  admitOnly(server, onlyWith(secret));
  const { url, ...listening } = await listen(server, 0);
  return { ...listening, url: `${url}/${secret}` };
}

/** @throws Conflict `port/in-use`. */
export async function openPort(
  server: Listener,
  port: number,
  host = '127.0.0.1',
): Promise<Omit<Listening, 'close'>> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(isTaken(error) ? inUse(port, error) : error));
    server.listen(port, host, resolve);
  });
  // A connection that cannot be accepted, for example for want of file descriptors, must not end the others.
  server.on('error', (error) => warn(`a connection failed: ${messageOf(error)}`));
  const { port: taken } = server.address() as AddressInfo;
  return { url: `http://${host}:${taken}`, port: taken };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const isTaken = (error: Error): boolean => 'code' in error && error.code === 'EADDRINUSE';

const inUse = (port: number, cause: Error): Conflict =>
  new Conflict(`port ${port} is in use; name another with --port, or 0 for any free port.`, {
    code: 'port/in-use',
    data: { port },
    cause,
  });
