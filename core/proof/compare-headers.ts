import type { ComparableResponse } from './compare-responses.ts';

/** Headers that say nothing about the response, and why. `replay.ignore` in `ironclaw.json` names a service's own. */
const ignoredHeaders: Readonly<Record<string, string>> = {
  date: 'the time of the response',
  connection: 'concerns one connection, not the client (RFC 9110, section 7.6.1)',
  'keep-alive': 'concerns one connection',
  'transfer-encoding': 'how the body is cut for one connection; the body itself is compared',
  'server-timing': 'how long the service took, which a faster candidate is meant to change',
  'x-response-time': 'how long the service took',
};

/**
 * Finds the headers that differ: for each, its name and a sentence. Each cookie is a header by itself, `set-cookie NAME`.
 *
 * @param ignored lower-case names of headers that the service declares as irrelevant.
 */
export function differentHeaders(
  first: ComparableResponse,
  second: ComparableResponse,
  ignored: ReadonlySet<string>,
): Map<string, string> {
  const before = comparable(first, ignored);
  const after = comparable(second, ignored);
  const differences = new Map<string, string>();
  for (const name of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(name), after.get(name)];
    if (was !== is) differences.set(name, `header ${name} was ${shown(was)} and is ${shown(is)}`);
  }
  return differences;
}

function comparable(
  { headers, body }: ComparableResponse,
  ignored: ReadonlySet<string>,
): Map<string, string> {
  const values = new Map<string, string>();
  for (const [name, all] of Object.entries(headers)) {
    // The length of a body that is there follows from the body; the one that HEAD and 304 announce must be compared.
    if (
      Object.hasOwn(ignoredHeaders, name) ||
      ignored.has(name) ||
      (name === 'content-length' && body.length > 0)
    )
      continue;
    if (name !== 'set-cookie') values.set(name, all.join('\n'));
    else for (const [cookie, lines] of byCookie(all)) values.set(`set-cookie ${cookie}`, lines.join('\n'));
  }
  return values;
}

function byCookie(lines: readonly string[]): Map<string, string[]> {
  return Map.groupBy(lines, (line) => (line.split('=')[0] ?? '').trim());
}

function shown(value: string | undefined): string {
  if (value === undefined) return 'absent';
  return value.length > 80 ? `"${value.slice(0, 77)}..."` : `"${value}"`;
}
