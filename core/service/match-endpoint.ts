/** What an endpoint's name is matched with. */
export interface RequestLine {
  readonly method: string;
  /** With or without the query string. */
  readonly path: string;
}

/** Matches requests with the name of an endpoint, `METHOD /route/:template`. */
export interface EndpointMatcher {
  readonly endpoint: string;
  /** The number of segments that are not parameters. */
  readonly literals: number;
  matches(request: RequestLine): boolean;
}

const isParameter = (segment: string): boolean => /^[:{*]/.test(segment);

const segmentsOf = (path: string): readonly string[] => path.split('/').filter(Boolean);

export function matchEndpoint(endpoint: string): EndpointMatcher {
  const [method = '', template = ''] = endpoint.split(' ');
  const segments = segmentsOf(template);
  return {
    endpoint,
    literals: segments.filter((segment) => !isParameter(segment)).length,
    matches(request) {
      const path = segmentsOf(request.path.split('?')[0] ?? '');
      return (
        request.method === method &&
        path.length === segments.length &&
        segments.every((segment, i) => isParameter(segment) || segment === path[i])
      );
    },
  };
}
