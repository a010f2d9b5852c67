/*
 * `node relay.ts <socket> <port>` runs inside a box that has no network. It accepts connections on a Unix socket in a
 * folder shared with the outside, and forwards each to the service's port inside.
 */
import { connect, createServer } from 'node:net';

const [socketPath, port] = process.argv.slice(2);

createServer({ noDelay: true }, (outside) => {
  const service = connect({ host: '127.0.0.1', port: Number(port), noDelay: true });
  const end = () => {
    outside.destroy();
    service.destroy();
  };
  outside.on('error', end).on('close', end);
  service.on('error', end).on('close', end);
  outside.pipe(service).pipe(outside);
}).listen(socketPath);
