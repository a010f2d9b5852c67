import { second } from '#core/time.ts';
import { messageOf, warn } from './warn.ts';

/** The failures in a row of one thing that is tried again and again. */
export interface Failures {
  /** Logs the first failure of a row. @returns milliseconds to wait before the next attempt. */
  failed(error: unknown): number;
  /** Ends the row, and logs that it has ended. */
  succeeded(): void;
}

const firstPause = second / 4;
const longestPause = 30 * second;

/** @param name of what is tried, as the subject of a sentence: `the refit`. */
export function countFailures(name: string): Failures {
  let inARow = 0;
  return {
    failed(error) {
      if (inARow === 0) warn(`${name} failed, and is tried again until it succeeds: ${messageOf(error)}`);
      inARow += 1;
      const pause = Math.min(firstPause * 2 ** (inARow - 1), longestPause);
      // At random, so that what failed together does not come back together.
      return pause * (0.5 + Math.random() / 2);
    },
    succeeded() {
      if (inARow > 0) warn(`${name} works again, after ${inARow} ${inARow === 1 ? 'failure' : 'failures'}`);
      inARow = 0;
    },
  };
}
