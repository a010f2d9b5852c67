import type { SeenRequest } from '../jobs.ts';

/** The endpoint that served a request, and the resource: its path up to the first parameter. */
export interface Matched {
  readonly endpoint: string;
  readonly resource: string;
}

/**
 * Finds the endpoint of requests among templates `METHOD /route/:template`. Of two that match, the one with more literal
 * segments is meant: `/products/new` before `/products/:id`.
 */
export function endpointMatcher(
  templates: readonly string[],
): (request: Pick<SeenRequest, 'method' | 'path'>) => Matched | null {
  const matchers = templates.map(matcherOf).sort((a, b) => b.literals - a.literals);
  return (request) => {
    for (const match of matchers) {
      const resource = match.resourceOf(request);
      if (resource !== null) return { endpoint: match.endpoint, resource };
    }
    return null;
  };
}

function matcherOf(endpoint: string) {
  const [method = '', template = ''] = endpoint.split(' ');
  const segments = template.split('/').filter(Boolean);
  const isParameter = (segment: string) => /^[:{*]/.test(segment);
  const firstParameter = segments.findIndex(isParameter);
  return {
    endpoint,
    literals: segments.filter((segment) => !isParameter(segment)).length,
    /** Null if the request is for another endpoint. */
    resourceOf(request: Pick<SeenRequest, 'method' | 'path'>): string | null {
      const path = (request.path.split('?')[0] ?? '').split('/').filter(Boolean);
      const matches =
        request.method === method &&
        path.length === segments.length &&
        segments.every((segment, i) => isParameter(segment) || segment === path[i]);
      if (!matches) return null;
      return `/${(firstParameter === -1 ? path : path.slice(0, firstParameter + 1)).join('/')}`;
    },
  };
}
