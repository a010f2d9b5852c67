import type { IncomingMessage, ServerResponse } from 'node:http';
import { attempt } from './attempt.ts';
import type { EndpointOf } from './endpoint-of.ts';
import { measureRequest, type RequestObserver } from './measure-request.ts';
import { noteOf } from './request-note.ts';

/** Connect-style middleware, for Express, Connect, and plain `node:http` handlers. */
export type Middleware = (req: IncomingMessage, res: ServerResponse, next: (error?: unknown) => void) => void;

/** @param endpointOf names the requests instead of the recorder that measures them, which may be the preloaded one. */
export function createMiddleware(observer: RequestObserver, endpointOf: EndpointOf | undefined): Middleware {
  return (req, res, next) =>
    measureRequest(observer, req, res, () => {
      attempt(() => {
        const note = noteOf(req);
        if (note && endpointOf) note.endpointOf = endpointOf;
      });
      next();
    });
}
