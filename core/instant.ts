import * as z from 'zod/mini';

/** What a time may be, in milliseconds since 1970: the years 2000 to 2099. In seconds all of them are before 1971. */
const plausible = { from: Date.UTC(2000, 0, 1), until: Date.UTC(2100, 0, 1) } as const;

/**
 * A point of time as clients and exports write it: ISO 8601 with a time zone, or a number, which its size tells to be seconds
 * or milliseconds since 1970. Read as whole milliseconds.
 */
export const Instant = z.pipe(
  z.union([z.number(), z.string().check(z.maxLength(40))]),
  z.transform((written, context): number => {
    const read = readInstant(written);
    if (typeof read === 'number') return read;
    context.issues.push({ code: 'custom', message: read, input: written });
    return z.NEVER;
  }),
);

/** @returns milliseconds since 1970, or what is wrong. */
function readInstant(written: number | string): number | string {
  if (typeof written === 'number') return readNumber(written);
  if (/^-?\d+(?:\.\d+)?$/.test(written)) return readNumber(Number(written));
  return readIso(written);
}

function readNumber(written: number): number | string {
  for (const at of [written, written * 1_000]) if (isPlausible(at)) return Math.floor(at);
  return `${written} is no time from 2000 to 2099, neither in milliseconds nor in seconds since 1970`;
}

const iso = /^(\d{4}-\d\d-\d\d)(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

function readIso(written: string): number | string {
  const found = iso.exec(written);
  if (!found) return `"${written}" is no time in ISO 8601, such as 2026-06-01T09:00:00Z`;
  const [, date = '', zone] = found;
  if (!isDate(date)) return `"${written}" is no time: there is no such day`;
  if (zone === undefined)
    return `"${written}" has no time zone: write it as 2026-06-01T09:00:00Z, with Z for UTC`;
  const at = Date.parse(written.replace(' ', 'T').replace(/[+-]\d\d$/, '$&:00'));
  return isPlausible(at) ? at : `"${written}" is no time from 2000 to 2099`;
}

/** `Date.parse` takes the 30th of February for the second of March. */
function isDate(date: string): boolean {
  const midnight = new Date(`${date}T00:00:00Z`);
  return Number.isFinite(midnight.getTime()) && midnight.toISOString().startsWith(date);
}

const isPlausible = (at: number): boolean => at >= plausible.from && at < plausible.until;
