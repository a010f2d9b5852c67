import type { IncomingMessage } from 'node:http';

/** Returns the endpoint that served a request: `METHOD /route/template`. */
export type EndpointOf = (req: IncomingMessage) => string;

const wellFormed = /^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \/[!"$-~]{0,280}$/;

/** Express's route template after routing, or `METHOD /(unmatched)`. */
export function expressEndpoint(req: IncomingMessage): string {
  const { baseUrl, route } = req as IncomingMessage & { baseUrl?: unknown; route?: { path?: unknown } };
  if (typeof route?.path !== 'string') return unmatched(req);
  return `${req.method} ${typeof baseUrl === 'string' ? baseUrl : ''}${route.path}`;
}

/** Like `endpointOf`, but never throws and never returns what the collector would reject. `null`: do not measure. */
export function safeEndpointOf(endpointOf: EndpointOf): (req: IncomingMessage) => string | null {
  return (req) => {
    const endpoint = attempt(() => endpointOf(req));
    if (endpoint !== null && wellFormed.test(endpoint)) return endpoint;
    return wellFormed.test(unmatched(req)) ? unmatched(req) : null;
  };
}

function unmatched(req: IncomingMessage): string {
  return `${req.method} /(unmatched)`;
}

function attempt(work: () => string): string | null {
  try {
    return work();
  } catch {
    return null;
  }
}
