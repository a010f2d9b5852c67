const longest = 5 * 60_000;

/**
 * Milliseconds to wait after the given number of failures in a row: doubling from `first`, at most five minutes, and by
 * chance between half and all of that, so that many processes do not come back at once.
 */
export function backoff(failures: number, first: number, chance: number = Math.random()): number {
  const full = Math.min(first * 2 ** Math.max(0, failures - 1), Math.max(longest, first));
  return full * (0.5 + chance / 2);
}
