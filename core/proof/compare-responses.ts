import type { Manifest } from '../service/manifest.ts';
import { differentBodies } from './compare-bodies.ts';
import { differentHeaders } from './compare-headers.ts';

/** What a client sees of a response. */
export interface ComparableResponse {
  readonly status: number;
  /** By lower-case name; one value for each time that the response has the header. */
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: Buffer;
}

/** The outcome of a request: a response, or a sentence that says why there was none. */
export type Outcome = ComparableResponse | string;

export type Ignore = Manifest['replay']['ignore'];

/**
 * Compares two responses part by part: the status, each header, the body. Where the status differs, the rest follows
 * from it and is not compared.
 *
 * @returns for each part that differs, its name and a sentence; empty if a client sees the same.
 */
export function differentParts(
  first: ComparableResponse,
  second: ComparableResponse,
  ignore: Ignore,
): ReadonlyMap<string, string> {
  if (first.status !== second.status)
    return new Map([['status', `status ${first.status} became ${second.status}`]]);
  const properties = ignore.filter((entry) => typeof entry === 'string');
  const headers = ignore.flatMap((entry) => (typeof entry === 'string' ? [] : entry.header.toLowerCase()));
  const differences = differentHeaders(first, second, new Set(headers));
  const body = differentBodies(first.body, second.body, new Set(properties));
  if (body !== null) differences.set('body', body);
  return differences;
}
