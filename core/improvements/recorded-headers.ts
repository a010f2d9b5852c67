import * as z from 'zod';

/**
 * Headers of production's requests that are kept, because responses depend on them. What could name or admit a person is
 * none of them: `authorization`, cookies, tokens, addresses.
 */
const recorded = [
  'accept',
  'accept-language',
  'accept-version',
  'api-version',
  'prefer',
  'x-api-version',
  'x-requested-with',
  'x-version',
];

const longest = 200;

/** By lower-case name. A traffic file is the operator's own, and may have any. */
export const RequestHeaders = z
  .record(
    z.string().regex(/^[!#$%&'*+.^_`|~0-9a-z-]{1,100}$/, 'must be a header in lower case'),
    z
      .string()
      .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII')
      .max(4_000),
  )
  .refine((headers) => Object.keys(headers).length <= 50, 'must be at most 50 headers');
export type RequestHeaders = z.infer<typeof RequestHeaders>;

/** Those of a live request's headers that may be kept; undefined if it has none of them. */
export function recordedHeaders(
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): RequestHeaders | undefined {
  const kept = recorded.flatMap((name) => {
    const value = headers[name];
    return typeof value === 'string' &&
      value.length <= longest &&
      RequestHeaders.safeParse({ [name]: value }).success
      ? [[name, value] as const]
      : [];
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Equal for the same headers in any order. */
export const headersText = (headers: RequestHeaders = {}): string =>
  Object.entries(headers)
    .map(([name, value]) => `\n${name}: ${value}`)
    .sort()
    .join('');
