import type { RatioEstimate } from '../numbers/estimate-ratio.ts';
import { quantile } from '../numbers/quantile.ts';
import type { TimedBlock } from './timed-block.ts';

const resamples = 1_000;

/**
 * The 95th percentile of the base's times over that of the candidate's, with a 95 % bootstrap interval that draws whole
 * blocks, so that base and candidate always answer the same requests.
 *
 * @param random uniform in [0, 1).
 */
export function estimateP95Ratio(blocks: readonly TimedBlock[], random: () => number): RatioEstimate {
  const ratios = Float64Array.from({ length: resamples }, () =>
    ratioIn(blocks.map(() => blocks[Math.floor(random() * blocks.length)])),
  ).sort();
  return {
    ratio: ratioIn(blocks),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
    pairs: blocks.length,
  };
}

function ratioIn(blocks: readonly (TimedBlock | undefined)[]): number {
  return (
    p95Of(blocks.flatMap((block) => block?.base ?? [])) /
    p95Of(blocks.flatMap((block) => block?.candidate ?? []))
  );
}

function p95Of(times: readonly number[]): number {
  return quantile(Float64Array.from(times).sort(), 0.95);
}
