/*
 * `node engine-program.ts <engine> <file>` runs the embedded engine and stands before it. The engine answers anyone
 * who reaches its port, web pages included, so it gets an address that cannot be guessed, usually in a network of
 * its own; this program answers at the instance's secret address only, on the listener that the instance hands over.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import type { Server } from 'node:net';
import { admitOnly } from '../processes/admission.ts';
import { tether } from '../processes/child.ts';
import { freePort } from '../processes/free-port.ts';
import { onlyWith } from '../processes/secret-address.ts';

const [engine = '', file = ''] = process.argv.slice(2);

process.umask(0o077);
const host = `127.${[...randomBytes(3)].join('.')}`;
const port = await freePort(0, host);
const agent = new Agent({ keepAlive: true });

const [command, ...rest] = [...tether(), engine, 'serve', '--host', host, '--port', String(port)];
const child = spawn(command, [...rest, '--db-path', file], { stdio: 'inherit' });
child.once('error', ({ message }) => {
  console.error(message);
  process.exit(1);
});
child.once('exit', (code) => process.exit(code ?? 1));
// The whole group is signalled: the engine ends by itself, and this program with it.
process.on('SIGTERM', () => undefined);
// The instance is gone.
process.once('disconnect', () => child.kill('SIGTERM'));

process.once('message', (secret: string, listener: Server) => {
  const server = createServer({ noDelay: true }, forward);
  admitOnly(server, onlyWith(secret));
  server.listen(listener);
});

function forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url: path, headers } = incoming;
  const forwarded = send({ host, port, method, path, headers, agent }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.on('error', () => outgoing.destroy());
  outgoing.on('close', () => forwarded.destroy());
  incoming.pipe(forwarded);
}
