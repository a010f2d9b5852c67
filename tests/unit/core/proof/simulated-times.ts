import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import type { TimedBlock } from '#core/proof/timed-block.ts';

/** A machine and a service as the benchmark would find them. */
export interface Setting {
  readonly requests: number;
  readonly blocks: number;
  /** Standard deviation of the logarithm of one time. */
  readonly spread: number;
  /** Standard deviation of the logarithm between two processes of the same program. */
  readonly betweenProcesses: number;
  /** Probability that a time has a pause on top, of a heavy-tailed length: a collection of garbage, another process. */
  readonly pauses: number;
}

export const typical: Setting = {
  requests: 30,
  blocks: 120,
  spread: 0.12,
  betweenProcesses: 0.015,
  pauses: 0.04,
};

/**
 * Draws the blocks of one benchmark. Requests take the base 5 ms to 80 ms, and the machine drifts.
 *
 * @param speedup the true ratio of a request, by its place from the fastest (0) to the slowest (1).
 */
export function drawBlocks(
  seed: number,
  { requests, blocks, spread, betweenProcesses, pauses }: Setting,
  speedup: (place: number) => number = () => 1,
): TimedBlock[] {
  const random = seededRandom(seed);
  const [first, second, candidate] = [0, 0, 0].map(() => Math.exp(betweenProcesses * drawNormal(random)));
  let drift = 0;
  return Array.from({ length: blocks }, (_, i) => {
    const place = requests === 1 ? 0 : (i % requests) / (requests - 1);
    const typicalTime = 5 * 16 ** place;
    drift += 0.01 * drawNormal(random);
    const time = (process = 1, ratio = 1) => {
      const pause = random() < pauses ? Math.min(400, 2 * (1 - random()) ** -0.8) : 0;
      return (typicalTime / ratio) * process * Math.exp(drift + spread * drawNormal(random)) + pause;
    };
    const ratio = speedup(place);
    return {
      request: `GET /items?place=${place.toFixed(2)}`,
      base: [time(first), time(second)] as const,
      candidate: [time(candidate, ratio), time(candidate, ratio)],
    };
  });
}
