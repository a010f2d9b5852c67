/** What an endpoint's name is matched with. */
export interface RequestLine {
  readonly method: string;
  /** With or without the query string. */
  readonly path: string;
}

/** The endpoint that served a request, and the resource: its path up to the first parameter. */
export interface MatchedEndpoint {
  readonly endpoint: string;
  readonly resource: string;
}

/**
 * Finds the endpoint of requests among names, `METHOD /route/:template`. Of two that match, the one with more literal
 * segments is meant: `/products/new` before `/products/:id`.
 */
export function endpointMatcher(
  endpoints: readonly string[],
): (request: RequestLine) => MatchedEndpoint | null {
  const matchers = endpoints.map(matcherOf).sort((a, b) => b.literals - a.literals);
  return (request) => {
    for (const { endpoint, resourceOf } of matchers) {
      const resource = resourceOf(request);
      if (resource !== null) return { endpoint, resource };
    }
    return null;
  };
}

/** As routers write them: `:id`, `:id(\\d+)`, `{id}`, `<id>`, `[id]`, `*`, `*rest`; also within a segment: `:from-:to`. */
const parameter = /:\w+(?:\([^)]*\))?[?+*]?|\{[^}]*\}|<[^>]*>|\[[^\]]*\]|\*\w*/g;

const isParameter = (segment: string): boolean => segment.search(parameter) !== -1;

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

function matcherOf(endpoint: string) {
  const [method = '', template = ''] = endpoint.split(' ');
  const segments = segmentsOf(template);
  const tests = segments.map(testOf);
  const firstParameter = segments.findIndex(isParameter);
  return {
    endpoint,
    literals: segments.filter((segment) => !isParameter(segment)).length,
    /** Null if the request is for another endpoint. */
    resourceOf(request: RequestLine): string | null {
      const path = segmentsOf(request.path.split('?')[0] ?? '');
      const matches =
        request.method === method &&
        path.length === segments.length &&
        tests.every((test, i) => test(decoded(path[i] ?? '')));
      if (!matches) return null;
      return `/${(firstParameter === -1 ? path : path.slice(0, firstParameter + 1)).join('/')}`;
    },
  };
}

/** Whether a decoded segment of a path is the template's, with anything in the place of its parameters. */
function testOf(segment: string): (part: string) => boolean {
  if (!isParameter(segment)) return (part) => part === decoded(segment);
  const literals = segment.split(parameter).map((literal) => RegExp.escape(decoded(literal)));
  const pattern = new RegExp(`^${literals.join('.+')}$`, 'su');
  return (part) => pattern.test(part);
}

/** Routes are written as people read them, paths arrive percent-encoded. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
