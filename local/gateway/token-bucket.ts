import { second } from '#core/time.ts';
import type { Throttle } from '#functions/api/routes/throttle.ts';

/**
 * Limits requests as API Gateway does: a bucket of `burst` tokens is filled with `rate` tokens a second, and each request
 * takes one.
 * @param now milliseconds of a clock that is never set back.
 */
export function tokenBucket({ rate, burst }: Throttle, now: () => number = () => performance.now()) {
  let tokens = burst;
  let filledAt = now();
  return {
    /** Whether there was a token left. */
    take(): boolean {
      const at = now();
      tokens = Math.min(burst, tokens + ((at - filledAt) / second) * rate);
      filledAt = at;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
