import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';

/** The way out of a box that has no network: a proxy that connects to the listed places and to nothing else. */
export interface AllowedNetwork {
  /** What was asked for and not allowed, each once. */
  refused(): readonly string[];
  close(): void;
}

const mostRefused = 20;
/** Headers for the proxy itself. */
const ownHeaders = ['proxy-connection', 'proxy-authorization', 'connection', 'keep-alive'];

/**
 * Listens as an HTTP proxy (RFC 9110, 9.3.6: `CONNECT`, and absolute addresses of plain HTTP) on a Unix socket that is shared
 * with the box.
 *
 * @param hosts each `host:port`. Names are resolved out here: the box cannot choose an address.
 */
export async function openAllowedNetwork(hosts: readonly string[], socket: string): Promise<AllowedNetwork> {
  const allowed = new Set(hosts);
  const refused = new Set<string>();
  const connections = new Set<Duplex>();

  const mayReach = (place: string): boolean => {
    if (!allowed.has(place) && refused.size < mostRefused) refused.add(place.slice(0, 260));
    return allowed.has(place);
  };
  const server = createServer((asked, response) => passOn(asked, response, mayReach));
  server.on('connect', (asked: IncomingMessage, near: Duplex) => {
    const target = placeOf(`http://${asked.url ?? ''}`);
    if (target === null || !mayReach(target.place)) {
      near.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
      return;
    }
    const far = connect(target.port, target.host, () => {
      near.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      near.pipe(far).pipe(near);
    });
    const end = () => {
      near.destroy();
      far.destroy();
    };
    near.on('error', end).on('close', end);
    far.on('error', end).on('close', end);
  });
  server.on('connection', (connection: Duplex) => {
    connections.add(connection);
    connection.once('close', () => connections.delete(connection));
  });
  // A model may think for minutes; the time limit of the run ends every request.
  server.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(socket, resolve);
  });
  return {
    refused: () => [...refused],
    close: () => {
      server.close();
      for (const connection of connections) connection.destroy();
    },
  };
}

function passOn(
  asked: IncomingMessage,
  response: ServerResponse,
  mayReach: (place: string) => boolean,
): void {
  const target = placeOf(asked.url ?? '');
  if (target === null || !mayReach(target.place)) {
    response.writeHead(403).end();
    return;
  }
  const headers = Object.fromEntries(
    Object.entries(asked.headers).filter(([name]) => !ownHeaders.includes(name)),
  );
  const { host, port, path } = target;
  const onward = request({ host, port, path, method: asked.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => {
    if (response.headersSent) response.destroy();
    else response.writeHead(502).end();
  });
  response.on('close', () => onward.destroy());
  asked.pipe(onward);
}

function placeOf(address: string): { place: string; host: string; port: number; path: string } | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== 'http:') return null;
  const port = Number(url.port || 80);
  const host = url.hostname.replace(/\.$/, '');
  return { place: `${host}:${port}`, host, port, path: `${url.pathname}${url.search}` };
}
