import * as z from 'zod/mini';

/** A method as HTTP registers them: `GET`, `QUERY`, `PROPFIND`, `M-SEARCH`. */
export const methodPattern = /^[A-Z][A-Z-]{0,19}$/;

/**
 * `METHOD /route/template` in visible characters of any script, but for `#`, with which stores separate parts of a key; and in the two
 * joiners that words in Persian and Hindi have within. A missing leading slash of the route is added.
 */
export const EndpointName = z
  .string()
  .check(
    z.overwrite(withSlash),
    z.maxLength(300),
    z.regex(
      /^[A-Z][A-Z-]{0,19} \/(?:[^\s#\p{C}]|[\u200c\u200d])*$/u,
      'must read "METHOD /route/template", without white space and # in the route',
    ),
  );

/**
 * The name of the endpoint with this route, as a router or tracer tells it: white space and `#` are percent-encoded.
 * @returns `null` if it is too long, or the method is none.
 */
export function endpointNamed(method: string, route: string): string | null {
  const name = EndpointName.safeParse(`${method} ${route.replace(/[\s#]/g, encodeURIComponent)}`);
  return name.success ? name.data : null;
}

/** Whether it is what the recorder calls requests that no route of the service has, whatever they asked for. */
export const isUnmatched = (endpoint: string): boolean => endpoint.endsWith(' /(unmatched)');

function withSlash(name: string): string {
  return name.replace(/^(\S+) (?=[^\s/])/, '$1 /');
}
