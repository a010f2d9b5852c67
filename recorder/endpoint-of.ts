import type { IncomingMessage, ServerResponse } from 'node:http';
import { attempt } from './attempt.ts';
import { createRouteGuesser } from './frameworks/guess-route.ts';
import { pathOf } from './frameworks/request-path.ts';
import { routeOf } from './frameworks/route-of.ts';
import { noteOf } from './request-note.ts';
import { noticeUnmatched } from './unmatched-notice.ts';

/** Returns the endpoint that served a request: `METHOD /route/template`. */
export type EndpointOf = (req: IncomingMessage) => string;

/** Names a served request. `null`: do not measure it. */
export type Namer = (req: IncomingMessage, res: ServerResponse) => string | null;

const longest = 300;
const wellFormed = /^[A-Z][A-Z-]{0,19} \/(?:[^\s#\p{C}]|[\u200c\u200d])*$/u;

/**
 * Names requests by what the service says, or else by the route of its framework, or else by a route that is guessed from the path.
 * What has none of them is `METHOD /(unmatched)`. Never throws and never returns what the collector would reject.
 *
 * @param warn is called once if many requests are unmatched.
 */
export function createNamer(warn: (problem: string) => void): Namer {
  const guess = createRouteGuesser();
  const notice = noticeUnmatched(warn);
  return (req, res) => {
    const endpoint = attempt(() => endpointOf(req, res));
    const isMatched = isWellFormed(endpoint);
    notice(isMatched);
    if (isMatched) return endpoint;
    const unmatched = attempt(() => `${req.method} /(unmatched)`);
    return isWellFormed(unmatched) ? unmatched : null;
  };

  function endpointOf(req: IncomingMessage, res: ServerResponse): string | null {
    const ownName = noteOf(req)?.endpointOf;
    if (ownName) return ownName(req);
    const { method = '' } = req;
    const route = routeOf(req) ?? guess(method, pathOf(req), res.statusCode);
    if (route === null) return null;
    return `${method} ${route.startsWith('/') ? '' : '/'}${route}`;
  }
}

/** A service's own name may be anything. */
const isWellFormed = (endpoint: unknown): endpoint is string =>
  typeof endpoint === 'string' && endpoint.length <= longest && wellFormed.test(endpoint);
