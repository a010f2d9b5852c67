import http from 'node:http';
import https from 'node:https';
import { attempt } from './attempt.ts';

/** How to wait for a response. */
export interface ExchangeOptions {
  readonly signal: AbortSignal;
  /** Whether to keep the process alive until the response has arrived. */
  readonly holdProcess: boolean;
}

export interface GetOptions extends ExchangeOptions {
  readonly authorization: string;
}

export interface PostOptions extends GetOptions {
  readonly contentType: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly text: string;
}

const maxResponseLength = 65_536; // characters

/** Gets a resource; otherwise like {@link post}. */
export function get(url: URL, options: GetOptions): Promise<HttpResponse> {
  return exchange(url, 'GET', { authorization: options.authorization }, options);
}

/**
 * Posts text and resolves to the response, whatever its status. Does not use `fetch`, whose sockets keep the process
 * alive.
 * @throws Error if there is no response, or none before the signal aborts.
 */
export function post(url: URL, body: string, options: PostOptions): Promise<HttpResponse> {
  const headers = {
    authorization: options.authorization,
    'content-type': options.contentType,
    'content-length': Buffer.byteLength(body),
  };
  return exchange(url, 'POST', headers, options, body);
}

function exchange(
  url: URL,
  method: 'GET' | 'POST',
  headers: http.OutgoingHttpHeaders,
  { signal, holdProcess }: ExchangeOptions,
  body?: string,
): Promise<HttpResponse> {
  const { request } = url.protocol === 'https:' ? https : http;
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method, agent: false, signal, headers });
    outgoing.on('socket', (socket) => {
      // What stands in for a socket in tests may not have it.
      if (!holdProcess) attempt(() => socket.unref());
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      readResponse(response).then(resolve, reject);
    });
    outgoing.end(body);
  });
}

async function readResponse(response: http.IncomingMessage): Promise<HttpResponse> {
  let text = '';
  response.setEncoding('utf8');
  for await (const chunk of response) if (text.length < maxResponseLength) text += chunk;
  return { status: response.statusCode ?? 0, text };
}
