import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { messageOf, warn } from '../warn.ts';

/** Whether the client left before its request had arrived: a failure to read it is nobody's fault. */
export const hasLeft = (request: IncomingMessage): boolean => request.destroyed && !request.complete;

/**
 * A listener whose failure ends one response with status 500, and nothing else.
 * @param name of the server, as the subject of a sentence.
 */
export function respond(
  name: string,
  handle: (request: IncomingMessage, response: ServerResponse) => Promise<unknown>,
): RequestListener {
  return (request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (hasLeft(request)) return;
      warn(`${name} could not respond to ${request.method} ${request.url}: ${messageOf(error)}`);
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    });
  };
}
