import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf, warn } from '../warn.ts';

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a server on the loopback address only. Port 0 takes any free port. */
export async function listen(server: Server, port: number): Promise<Listening> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  // A connection that cannot be accepted, for example for want of file descriptors, must not end the others.
  server.on('error', (error) => warn(`a connection failed: ${messageOf(error)}`));
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
