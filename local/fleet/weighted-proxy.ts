import { isUtf8 } from 'node:buffer';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type Listening, listen } from '../processes/listen.ts';
import type { LiveExchange } from './mirror.ts';

/** Chooses the version for each request, and counts the outcome. */
export interface Splitter {
  /** The version for the next request; null while none can serve. */
  pick(): { readonly commit: string; readonly url: string } | null;
  /** `status` is null if the version gave no response. */
  report(commit: string, status: number | null): void;
  /** A proxied request, with its body if that could be kept whole. */
  saw(request: SeenHttpRequest): void;
  /** A response that begins to pass, for a mirror to read along. */
  answering(exchange: LiveExchange): void;
}

export interface SeenHttpRequest {
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  /** Null if it had a body that is too large, is not text or was not read to its end; undefined if it had none. */
  readonly body: string | null | undefined;
}

/** Bytes. */
const largestSample = 65_536;

/** Splits the traffic of a service between its versions, each request independently at random. */
export function startProxy(port: number, splitter: Splitter, names?: readonly string[]): Promise<Listening> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const server = createServer((incoming, outgoing) => forward(incoming, outgoing, splitter, agent));
  server.once('close', () => agent.destroy());
  return listen(server, port, names);
}

function forward(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  splitter: Splitter,
  agent: Agent,
): void {
  const version = splitter.pick();
  if (!version) {
    refuse(outgoing, 'no version of the service is running');
    return;
  }
  const { method = 'GET', url: path = '/', headers } = incoming;
  const sample = keepSample(incoming);
  let isReported = false;
  const report = (status: number | null) => {
    if (!isReported) splitter.report(version.commit, status);
    isReported = true;
  };
  const forwarded = send(`${version.url}${path}`, { method, headers, agent }, (answer) => {
    report(answer.statusCode ?? null);
    splitter.saw({ method, path, contentType: headers['content-type'], body: asText(sample()) });
    splitter.answering({ method, path, headers, body: sample, response: answer, outgoing });
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.on('error', () => {
    if (outgoing.destroyed) return;
    report(null);
    refuse(outgoing, 'the chosen version of the service did not respond');
  });
  outgoing.on('close', () => forwarded.destroy());
  incoming.pipe(forwarded);
}

/** Collects the body while it passes: undefined where there is none, null where it could not be kept whole. */
function keepSample(incoming: IncomingMessage): () => Buffer | null | undefined {
  const chunks: Buffer[] = [];
  let size = 0;
  let isEnded = false;
  incoming.once('end', () => {
    isEnded = true;
  });
  incoming.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size <= largestSample) chunks.push(chunk);
  });
  return () => {
    // A response may begin before the request has ended.
    if (!isEnded || size > largestSample) return null;
    return size === 0 ? undefined : Buffer.concat(chunks);
  };
}

function asText(body: Buffer | null | undefined): string | null | undefined {
  if (body === null || body === undefined) return body;
  return isUtf8(body) ? body.toString() : null;
}

function refuse(outgoing: ServerResponse, why: string): void {
  if (outgoing.headersSent) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(502, { 'content-type': 'text/plain' }).end(`${why}\n`);
}
