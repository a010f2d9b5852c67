import { type Agent, type IncomingHttpHeaders, request as send } from 'node:http';
import type { Outcome } from '#core/proof/compare-responses.ts';
import { second } from '#core/time.ts';
import { readingTime, readResponse } from './read-response.ts';

/** A request of a user, with its own headers. It stays in memory: those may contain secrets. */
export interface CopiedRequest {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer | undefined;
}

/** Sends a copy to a version. @returns its response, or a sentence if there is none. */
export function sendCopy(
  url: string,
  { method, path, headers, body }: CopiedRequest,
  agent: Agent,
): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const request = send(`${url}${path}`, { method, headers, agent }, (response) => {
    clearTimeout(timer);
    // What is left of a response that was too long or too slow is not wanted.
    resolve(readResponse(response).finally(() => response.complete || request.destroy()));
  });
  const timer = setTimeout(() => {
    resolve(`it did not respond within ${readingTime / second} s`);
    request.destroy();
  }, readingTime);
  // Also called for what happens after the response.
  request.on('error', ({ message }) => {
    clearTimeout(timer);
    resolve(message);
  });
  request.end(body);
  return promise;
}
