import type { RatioEstimate } from '../numbers/estimate-ratio.ts';
import { quantile } from '../numbers/quantile.ts';
import type { TimedBlock } from './timed-block.ts';

const resamples = 1_000;

/** A time in milliseconds, and the place of its block. */
interface Time {
  readonly milliseconds: number;
  readonly block: number;
}

/**
 * The 95th percentile of the base's times over that of the candidate's, with a 95 % bootstrap interval that draws whole
 * blocks, so that base and candidate always answer the same requests.
 *
 * @param random uniform in [0, 1).
 */
export function estimateP95Ratio(blocks: readonly TimedBlock[], random: () => number): RatioEstimate {
  const base = slowestFirst(blocks.map((block) => block.base));
  const candidate = slowestFirst(blocks.map((block) => block.candidate));
  const ratioOf = (draws: Uint16Array) => p95Of(base, draws) / p95Of(candidate, draws);
  const ratios = Float64Array.from({ length: resamples }, () => {
    const draws = new Uint16Array(blocks.length);
    for (let i = 0; i < blocks.length; i += 1) {
      const drawn = Math.floor(random() * blocks.length);
      draws[drawn] = (draws[drawn] ?? 0) + 1;
    }
    return ratioOf(draws);
  }).sort();
  return {
    ratio: ratioOf(new Uint16Array(blocks.length).fill(1)),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
    pairs: blocks.length,
  };
}

function slowestFirst(times: readonly (readonly number[])[]): Time[] {
  return times
    .flatMap((own, block) => own.map((milliseconds) => ({ milliseconds, block })))
    .sort((a, b) => b.milliseconds - a.milliseconds);
}

/** The time that at most 5 % exceed, where each block counts as often as it was drawn. */
function p95Of(times: readonly Time[], draws: Uint16Array): number {
  let left = 0;
  for (const { block } of times) left += draws[block] ?? 0;
  left *= 0.05;
  for (const { milliseconds, block } of times) {
    left -= draws[block] ?? 0;
    if (left < 0) return milliseconds;
  }
  return Number.NaN;
}
