const maxDelay = 5 * 60_000;

/**
 * Milliseconds to wait after `failures` failures in a row: doubles from `first` up to five minutes, then scaled by a
 * random factor between 0.5 and 1 so that many processes do not retry at the same time.
 */
export function backoff(failures: number, first: number, chance: number = Math.random()): number {
  const full = Math.min(first * 2 ** Math.max(0, failures - 1), Math.max(maxDelay, first));
  return full * (0.5 + chance / 2);
}
