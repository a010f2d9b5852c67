/** What a client sees of a response. */
export interface ComparableResponse {
  readonly status: number;
  readonly contentType: string | null;
  readonly body: Buffer;
}

/** The outcome of a request: a response, or a sentence that says why there was none. */
export type Outcome = ComparableResponse | string;

/** Describes how the second outcome of a request differs from the first, or `null`. */
export function describeDifference(
  first: Outcome = 'not sent',
  second: Outcome = 'not sent',
  ignore: readonly string[] = [],
): string | null {
  if (typeof first === 'string' && typeof second === 'string') return null;
  if (typeof second === 'string') return `no response any more: ${second}`;
  if (typeof first === 'string') return `a response where there was none: ${first}`;
  return differenceBetween(first, second, ignore);
}

/**
 * Describes how the second response differs from the first; `null` if a client sees the same.
 *
 * Bodies with equal bytes are equal. Otherwise both must be JSON with the same types, values and key order, except
 * for the properties named in `ignore`.
 */
export function differenceBetween(
  first: ComparableResponse,
  second: ComparableResponse,
  ignore: readonly string[],
): string | null {
  if (first.status !== second.status) return `status ${first.status} became ${second.status}`;
  if (first.contentType !== second.contentType) {
    return `content type ${named(first.contentType)} became ${named(second.contentType)}`;
  }
  if (first.body.equals(second.body)) return null;
  const before = parsed(first.body);
  const after = parsed(second.body);
  if (before === undefined || after === undefined) {
    return `body of ${first.body.length} bytes became another of ${second.body.length} bytes`;
  }
  return differenceAt('body', before, after, new Set(ignore));
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

function differenceAt(path: string, before: Json, after: Json, ignore: ReadonlySet<string>): string | null {
  if (!isContainer(before) || !isContainer(after)) {
    return Object.is(before, after) ? null : `${path} was ${shown(before)} and is ${shown(after)}`;
  }
  if (Array.isArray(before) !== Array.isArray(after))
    return `${path} was ${shown(before)} and is ${shown(after)}`;
  if (Array.isArray(before) && Array.isArray(after) && before.length !== after.length) {
    return `${path} had ${before.length} items and has ${after.length}`;
  }
  const namesBefore = Object.keys(before).filter((name) => Array.isArray(before) || !ignore.has(name));
  const namesAfter = Object.keys(after).filter((name) => Array.isArray(after) || !ignore.has(name));
  if (namesBefore.join('\0') !== namesAfter.join('\0')) {
    return `${path} had the properties ${shown(namesBefore)} and has ${shown(namesAfter)}`;
  }
  for (const name of namesBefore) {
    const inner = Array.isArray(before) ? `${path}[${name}]` : `${path}.${name}`;
    const difference = differenceAt(inner, child(before, name), child(after, name), ignore);
    if (difference !== null) return difference;
  }
  return null;
}

function isContainer(value: Json): value is Json[] | { [key: string]: Json } {
  return typeof value === 'object' && value !== null;
}

function child(container: Json[] | { [key: string]: Json }, name: string): Json {
  return (container as { [key: string]: Json })[name] ?? null;
}

function parsed(body: Buffer): Json | undefined {
  try {
    return JSON.parse(body.toString()) as Json;
  } catch {
    return undefined;
  }
}

function named(contentType: string | null): string {
  return contentType === null ? '(none)' : `"${contentType}"`;
}

function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
