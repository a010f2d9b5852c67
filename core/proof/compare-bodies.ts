/**
 * Describes how the second body differs from the first; `null` if a client sees the same.
 *
 * Bodies with equal bytes are equal. Otherwise both must be JSON with the same types, values and key order, except
 * for the properties named in `ignore`.
 */
export function differentBodies(first: Buffer, second: Buffer, ignore: ReadonlySet<string>): string | null {
  if (first.equals(second)) return null;
  try {
    return differenceAt('body', parsed(first), parsed(second), ignore);
  } catch {
    return `body of ${first.length} bytes became another of ${second.length} bytes`;
  }
}

type Json = string | number | bigint | boolean | null | Json[] | { [key: string]: Json };

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

/** @throws Error if the body is not JSON in UTF-8, or is nested too deeply. */
function parsed(body: Buffer): Json {
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body), exact as never) as Json;
}

/** Keeps the digits of integers that a number cannot hold: two of them may be one number, and are not the same. */
function exact(_: string, value: Json, { source }: { readonly source?: string }): Json {
  const isLong = typeof value === 'number' && source !== undefined && /^-?\d{16,}$/.test(source);
  return isLong ? BigInt(source) : value;
}

function shown(value: Json): string {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value, withoutBigInt);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

const withoutBigInt = (_: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;
