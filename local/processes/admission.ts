import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';

/** Why a request may not pass, or null. */
export type Admission = (request: IncomingMessage) => string | null;

const namesOfLoopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Puts an admission before a server's own handler: who does not pass gets status 403 and one sentence. */
export function admitOnly(server: Server, admission: Admission): void {
  const serve = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const reason = admission(request);
    if (reason !== null) refuse(request, response, reason);
    else for (const handler of serve) handler(request, response);
  });
}

/**
 * Refuses what a browser sends for a page of another site. Such a page reaches the loopback address, too: by its
 * number, or by a name of its own that it lets point there (DNS rebinding).
 *
 * @param names under which an operator's own web server makes this one reachable, besides those of the loopback address.
 */
export function noForeignPages(names: readonly string[] = []): Admission {
  const known = new Set([...namesOfLoopback, ...names]);
  return ({ method, headers }) => {
    const { host, origin } = headers;
    if (!known.has(hostOf(`http://${host}`)))
      return `the host ${host} is none of this server's names (${[...known].join(', ')}).`;
    if (origin !== undefined && !known.has(hostOf(origin)))
      return `pages of ${origin} may not use this server.`;
    // A page also sends requests without an origin: for an image or a script. A link that a person follows may pass.
    const isLink = (method === 'GET' || method === 'HEAD') && headers['sec-fetch-dest'] === 'document';
    if (isFromAnotherSite(headers) && !isLink && !names.includes(hostOf(`http://${host}`)))
      return 'pages of another site may not use this server.';
    return null;
  };
}

const isFromAnotherSite = (headers: IncomingHttpHeaders): boolean =>
  headers['sec-fetch-site'] === 'cross-site';

/** The host name in an address; none where it cannot be read. */
const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).hostname : '');

function refuse(request: IncomingMessage, response: ServerResponse, detail: string): void {
  // A body that is not read would cut the connection before the response arrives.
  request.resume();
  response.writeHead(403, { 'content-type': 'application/problem+json' }).end(
    JSON.stringify({
      type: 'urn:ironclaw:problem:request/not-admitted',
      title: 'Forbidden',
      status: 403,
      code: 'request/not-admitted',
      detail,
      instance: (request.url ?? '/').split('?')[0],
    }),
  );
}
