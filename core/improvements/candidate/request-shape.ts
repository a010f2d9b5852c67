import type { RecordedRequest } from '../jobs.ts';
import { headersText } from '../recorded-headers.ts';

type Requested = Pick<RecordedRequest, 'method' | 'path' | 'body' | 'headers'>;

/** Deeper parts of a body do not count for its shape. */
const deepest = 8;

/** Whether a request only reads: it may be sent again without changing anything. */
export function isRead({ method }: Pick<RecordedRequest, 'method'>): boolean {
  return method === 'GET' || method === 'HEAD';
}

/** Equal for requests that are the same, whenever they were made. */
export function identityOf({ method, path, body, headers }: Requested): string {
  return `${method} ${path}${headersText(headers)}\n\n${body ?? ''}`;
}

/**
 * Equal for requests that differ in values only: the endpoint, the names of the query's parameters, and the structure of
 * a JSON body.
 */
export function shapeOf(request: Pick<RecordedRequest, 'endpoint' | 'path' | 'body'>): string {
  const { endpoint, path, body } = request;
  const [, query = ''] = path.split('?');
  const names = new Set(new URLSearchParams(query).keys());
  return `${endpoint}?${[...names].sort().join('&')} ${body === undefined ? '' : structureOf(body)}`;
}

function structureOf(body: string): string {
  try {
    return describe(JSON.parse(body), 0);
  } catch {
    return 'text';
  }
}

function describe(value: unknown, depth: number): string {
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  if (depth === deepest) return '…';
  if (Array.isArray(value))
    return `[${[...new Set(value.map((item) => describe(item, depth + 1)))].sort().join('|')}]`;
  const properties = Object.entries(value).map(
    ([name, inner]) => `${JSON.stringify(name)}:${describe(inner, depth + 1)}`,
  );
  return `{${properties.sort().join(',')}}`;
}
