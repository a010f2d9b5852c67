import { Agent, request } from 'node:http';
import type { RecordedRequest } from '#core/improvements/jobs.ts';
import { second } from '#core/time.ts';

export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; one value for each time that the response has the header. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
  /** Milliseconds from sending the request to the last byte of the response. */
  readonly milliseconds: number;
}

export interface Client {
  /** @throws Error if the service does not respond in time or the response is too large. */
  send(
    recorded: Pick<RecordedRequest, 'method' | 'path' | 'contentType' | 'headers' | 'body'>,
  ): Promise<HttpResponse>;
  close(): void;
}

const timeout = 10 * second;
const longestBody = 8 * 1024 ** 2;

const lowerCased = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/**
 * Sends HTTP requests through a Unix socket over one kept-alive connection.
 *
 * @param always headers of every request, in place of recorded ones of the same name.
 */
export function openClient(socketPath: string, always: Readonly<Record<string, string>>): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  return {
    send: ({ method, path, contentType, headers: recorded, body }) =>
      new Promise((resolve, reject) => {
        const headers = {
          ...recorded,
          ...lowerCased(always),
          host: 'localhost',
          ...(contentType === undefined ? {} : { 'content-type': contentType }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
        };
        const began = performance.now();
        const signal = AbortSignal.timeout(timeout);
        const outgoing = request({ socketPath, agent, method, path, headers, signal }, (incoming) => {
          const chunks: Buffer[] = [];
          let length = 0;
          incoming.on('data', (chunk: Buffer) => {
            chunks.push(chunk);
            length += chunk.length;
            if (length > longestBody) outgoing.destroy(new Error('its response is longer than 8 MB'));
          });
          incoming.on('error', reject);
          incoming.on('end', () => {
            const milliseconds = performance.now() - began;
            resolve({
              status: incoming.statusCode ?? 0,
              headers: incoming.headersDistinct as Record<string, string[]>,
              body: Buffer.concat(chunks),
              milliseconds,
            });
          });
        });
        outgoing.on('error', (error) => {
          reject(signal.aborted ? new Error(`it did not respond within ${timeout / 1_000} s`) : error);
        });
        outgoing.end(body);
      }),
    close: () => agent.destroy(),
  };
}
