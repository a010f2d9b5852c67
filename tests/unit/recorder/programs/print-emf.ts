import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recorderFromEnvironment } from '../../../../recorder/index.ts';

/* Serves one request and closes its server. Its recorder prints the rest. */

const recorder = recorderFromEnvironment({ service: 'printer', endpointOf: () => 'GET /once' });
const server = createServer((req, res) => recorder.middleware(req, res, () => void res.end('ok')));
server.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo;
  await (await fetch(`http://127.0.0.1:${port}/`)).text();
  server.close();
  server.closeAllConnections();
});
