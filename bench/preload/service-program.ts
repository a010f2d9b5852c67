import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/* A service whose handler works for a millisecond. It knows no recorder; prints its URL. */

const server = createServer((_req, res) => {
  for (const end = performance.now() + 1; performance.now() < end; );
  res.end('{"ok":true}');
});
server.listen(0, '127.0.0.1', () =>
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
);
