import { isUtf8 } from 'node:buffer';
import { Agent, createServer, type IncomingMessage, type ServerResponse, request as send } from 'node:http';
import { type RequestHeaders, recordedHeaders } from '#core/improvements/recorded-headers.ts';
import { second } from '#core/time.ts';
import { type Listening, listen } from '../processes/listen.ts';
import type { LiveExchange } from './copy-exchange.ts';
import type { Target } from './proxy-messages.ts';

/** Chooses the version for each request, and counts the outcome. */
export interface Splitter {
  /** The version for the next request; null while none can serve. */
  pick(): Target | null;
  /** `status` is null if the version did not respond, or not to the end, or not before its client gave up. */
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
  /** Those that may be kept. */
  readonly headers?: RequestHeaders | undefined;
  /** Null if it had a body that is too large, is not text or was not read to its end; undefined if it had none. */
  readonly body: string | null | undefined;
}

/** Bytes. */
const largestSample = 65_536;

/**
 * Splits the traffic of a service between its versions, each request independently at random.
 * @param patience the longest silence of a version while it should respond, in milliseconds.
 * @param names under which the service is also reachable.
 */
export function startProxy(
  port: number,
  splitter: Splitter,
  patience: number,
  names?: readonly string[],
): Promise<Listening> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const server = createServer((incoming, outgoing) => {
    const version = splitter.pick();
    if (version) forward({ incoming, outgoing, version, splitter, agent, patience });
    else refuse(outgoing, 502, 'no version of the service is running');
  });
  server.once('close', () => agent.destroy());
  return listen(server, port, names);
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly version: Target;
  readonly splitter: Splitter;
  readonly agent: Agent;
  readonly patience: number;
}

function forward({ incoming, outgoing, version, splitter, agent, patience }: Passage): void {
  const { method = 'GET', url: path = '/', headers } = incoming;
  const body = keepSample(incoming);
  const forwarded = send(`${version.url}${path}`, { method, headers, agent, timeout: patience });
  let response: IncomingMessage | null = null;
  let isReported = false;

  function report(status: number | null): void {
    if (!isReported) splitter.report(version.commit, status);
    isReported = true;
  }

  /** The version failed: its client must not wait, nor take half a response for a whole one. */
  function fail(status: 502 | 504, why: string): void {
    report(null);
    forwarded.destroy();
    refuse(outgoing, status, why);
  }

  forwarded.once('response', (answer) => {
    response = answer;
    const { statusCode: status = 502 } = answer;
    splitter.saw({
      method,
      path,
      contentType: headers['content-type'],
      headers: recordedHeaders(headers),
      body: asText(body()),
    });
    splitter.answering({ method, path, headers, body, response: answer, outgoing });
    // What went wrong is known once it is closed.
    answer.on('error', () => undefined);
    answer.once('close', () => {
      if (answer.complete || outgoing.destroyed) report(status);
      else fail(502, 'the version of the service ended in the middle of its response');
    });
    outgoing.writeHead(status, answer.headers);
    answer.pipe(outgoing);
  });
  forwarded.on('error', () => {
    if (!response && !outgoing.destroyed) fail(502, 'the chosen version of the service did not respond');
  });
  forwarded.once('timeout', () => {
    // A client that neither sends nor reads on is no failure of the version.
    const isWaitingForClient = incoming.complete ? outgoing.writableNeedDrain : !forwarded.writableNeedDrain;
    if (isWaitingForClient) outgoing.destroy();
    else fail(504, `the chosen version of the service was silent for ${patience / second} s`);
  });
  outgoing.once('close', () => {
    // The client gave up. Clients are as patient with one version as with the other, so the alarm can compare them.
    if (!response && incoming.complete) report(null);
    forwarded.destroy();
  });
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

function refuse(outgoing: ServerResponse, status: number, why: string): void {
  if (outgoing.headersSent) outgoing.destroy();
  else outgoing.writeHead(status, { 'content-type': 'text/plain' }).end(`${why}\n`);
}
