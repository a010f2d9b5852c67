import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRecorder } from '../../../../recorder/index.ts';

/* Serves one request and closes its server. Only its recorder is left then. */

const recorder = createRecorder({
  service: 'nothing-else',
  version: 'v1',
  url: process.argv[2] ?? '',
  token: 'secret',
  flushEvery: 20,
  timeout: 30_000,
  endpointOf: () => 'GET /once',
});
const server = createServer((req, res) => recorder.middleware(req, res, () => void res.end('ok')));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  // Long enough for a batch to be in flight when the program ends.
  setTimeout(() => {
    server.close();
    server.closeAllConnections();
  }, 200);
});
