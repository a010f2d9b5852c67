import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { noteOf } from '../request-note.ts';

interface Fastify {
  addHook(name: 'onRequest', hook: (request: FastifyRequest, reply: unknown, done: () => void) => void): void;
}

interface FastifyRequest {
  readonly raw: IncomingMessage;
  /** Fastify 4 and 5. */
  readonly routeOptions?: { readonly url?: string };
  /** Fastify 3. */
  readonly routerPath?: string;
}

/** Lets each Fastify 3 to 5 that is created from now on note the route of its requests. */
export function watchFastify(): void {
  subscribe('fastify.initialization', (message) => {
    const { fastify } = message as { readonly fastify?: Fastify };
    fastify?.addHook('onRequest', (request, _reply, done) => {
      const note = noteOf(request.raw);
      if (note) note.route = () => routeOf(request) ?? null;
      done();
    });
  });
}

const routeOf = (request: FastifyRequest): string | undefined =>
  request.routeOptions ? request.routeOptions.url : request.routerPath;
