import { appendFileSync } from 'node:fs';
import type { Server } from 'node:net';

/**
 * Appends a line to the file once the server listens: `{"port":3000,"address":"0.0.0.0"}`, or `{"path":"/run/x.sock"}`. A file that
 * cannot be written does not affect the service.
 */
export function writeListens(file: string, server: Server): void {
  server.once('listening', () => {
    try {
      const address = server.address();
      if (address === null) return;
      const line =
        typeof address === 'string' ? { path: address } : { port: address.port, address: address.address };
      appendFileSync(file, `${JSON.stringify(line)}\n`);
    } catch {}
  });
}
