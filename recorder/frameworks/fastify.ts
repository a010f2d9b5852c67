import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { attempt } from '../attempt.ts';
import { noteRoute } from '../request-note.ts';

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

/** Node 18 has no other way to subscribe at first, and forgets a channel that nobody holds. */
const created = channel('fastify.initialization');

/** Lets each Fastify 3 to 5 that is created from now on note the route of its requests. */
export function watchFastify(): void {
  created.subscribe((message) =>
    attempt(() => {
      const { fastify } = message as { readonly fastify?: Fastify };
      fastify?.addHook('onRequest', (request, _reply, done) => {
        attempt(() => noteRoute(request.raw, () => routeOf(request) ?? null));
        done();
      });
    }),
  );
}

const routeOf = (request: FastifyRequest): string | undefined =>
  request.routeOptions ? request.routeOptions.url : request.routerPath;
