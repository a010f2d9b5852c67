/** Node's timers wait no longer; with a longer time they do not wait at all. */
const longestTimer = 2 ** 31 - 1; // milliseconds

/** A number as an option gives it, whole and at most `most`; the usual one if it gives none. */
export function numericOption(given: unknown, usual: number, most = longestTimer): number {
  return typeof given === 'number' && given >= 0 ? Math.round(Math.min(given, most)) : usual;
}
