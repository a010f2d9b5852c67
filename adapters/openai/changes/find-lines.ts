import { withoutHidden } from '../untrusted.ts';

/** How lines are compared, from the strictest to the loosest: what models and editors do to code on its way. */
export const comparisons: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.trimEnd(),
  (line) => line.trim(),
  (line) => plain(line),
];

/** A line without indentation, hidden characters, and the forms that text editors give to spaces and quotes. */
function plain(line: string): string {
  return withoutHidden(line.normalize('NFC'))
    .replace(/\s/g, ' ')
    .replace(/[‘’‚‛]/g, "'")
    .replace(/[“”„‟]/g, '"')
    .replaceAll('…', '...')
    .trim();
}

/**
 * The indexes at which all `sought` lines follow each other, in time that is proportional to both (Knuth, Morris and Pratt).
 * @param sought at least one line. @param lines undefined fits none.
 */
export function placesOf(
  sought: readonly string[],
  lines: readonly (string | undefined)[],
): readonly number[] {
  const shorter = fallbacksOf(sought);
  const places: number[] = [];
  let fitting = 0;
  for (const [i, line] of lines.entries()) {
    while (fitting > 0 && line !== sought[fitting]) fitting = shorter[fitting - 1] ?? 0;
    if (line === sought[fitting]) fitting += 1;
    if (fitting < sought.length) continue;
    places.push(i - sought.length + 1);
    fitting = shorter[fitting - 1] ?? 0;
  }
  return places;
}

/** For each line, how many lines before and with it are also the first ones. */
function fallbacksOf(sought: readonly string[]): readonly number[] {
  const shorter = [0];
  let fitting = 0;
  for (const line of sought.slice(1)) {
    while (fitting > 0 && line !== sought[fitting]) fitting = shorter[fitting - 1] ?? 0;
    if (line === sought[fitting]) fitting += 1;
    shorter.push(fitting);
  }
  return shorter;
}
