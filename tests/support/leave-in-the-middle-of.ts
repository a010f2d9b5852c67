import { once } from 'node:events';
import { connect } from 'node:net';

/** Sends half of a request and disconnects. Resolves once the server has seen that. */
export async function leaveInTheMiddleOf(
  url: string,
  path = '/',
  headers: readonly string[] = [],
): Promise<void> {
  const { port, host } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  const lines = [`POST ${path} HTTP/1.1`, `host: ${host}`, 'content-length: 100', ...headers];
  socket.write(`${lines.join('\r\n')}\r\n\r\n{"half":`);
  await once(socket, 'connect');
  await new Promise((done) => setTimeout(done, 50));
  socket.resetAndDestroy();
  // The server reads the reset in one of the next turns of the event loop that both share.
  await new Promise((done) => setTimeout(done, 50));
}
