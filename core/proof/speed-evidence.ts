import { estimateRatio, type RatioEstimate } from '../numbers/estimate-ratio.ts';
import { median } from '../numbers/median.ts';
import { medianInterval } from '../numbers/median-interval.ts';
import { quantile } from '../numbers/quantile.ts';
import { estimateP95Ratio } from './p95-ratio.ts';
import { findSlowerParts, type SlowerPart } from './slower-parts.ts';
import { logGain, type TimedBlock } from './timed-block.ts';

export interface Percentiles {
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

/** What the times say. Ratios are times of the base over times of the candidate: above 1 the candidate is faster. */
export interface SpeedEvidence {
  /** The base against itself: one of its processes against the other. */
  readonly noise: RatioEstimate;
  readonly gain: RatioEstimate;
  /** The ratio of the 95th percentiles; null where there are too few blocks to tell. */
  readonly p95: RatioEstimate | null;
  readonly before: Percentiles;
  readonly after: Percentiles;
  /** Distinct requests that were timed. */
  readonly requests: number;
  /** Requests and classes of requests that are certainly slower, the slowest first. */
  readonly slower: readonly SlowerPart[];
}

/** Two equal programs may differ by this ratio in a measurement; a gain must be larger. */
export const margin = 1.05;
/** Fewer blocks prove nothing: with 5, equal programs look different in one of 16 runs. */
export const fewestBlocks = 6;
/** From so many blocks on, a bootstrap interval is close to its 95 %; with fewer, an exact interval is used. */
export const manyBlocks = 20;

/** The base against itself within this ratio is a quiet machine. */
export const quiet = 1.1;

/**
 * Compares the times of base and candidate.
 *
 * @param secondLook further blocks of the requests that seemed slower, judged by themselves.
 * @param random uniform in [0, 1).
 * @returns null for fewer than `fewestBlocks` blocks.
 */
export function compareSpeed(
  blocks: readonly TimedBlock[],
  secondLook: readonly TimedBlock[],
  random: () => number,
): SpeedEvidence | null {
  const noise = estimate(
    blocks.map(({ base: [first, second] }) => Math.log(first / second)),
    random,
  );
  const gain = estimate(blocks.map(logGain), random);
  if (noise === null || gain === null) return null;
  const least = leastGain(noise);
  return {
    noise,
    gain,
    p95: blocks.length < manyBlocks ? null : estimateP95Ratio(blocks, random),
    before: percentilesOf(blocks.flatMap(({ base }) => base)),
    after: percentilesOf(blocks.flatMap(({ candidate }) => candidate)),
    requests: new Set(blocks.map(({ request }) => request)).size,
    slower: [...findSlowerParts(blocks, least), ...findSlowerParts(secondLook, least)],
  };
}

/** How much two processes of the base may differ, as a ratio of at least 1: the far end of its interval. */
export function noiseBound({ low, high }: RatioEstimate): number {
  return Math.max(high, 1 / low);
}

/** What the lower bound of a gain must reach: more than the base differs from itself, by the margin. */
export function leastGain(noise: RatioEstimate): number {
  return margin * noiseBound(noise);
}

/** The mean ratio with a bootstrap interval or, of few ratios, the median with an exact one. */
function estimate(logRatios: readonly number[], random: () => number): RatioEstimate | null {
  if (logRatios.length >= manyBlocks) return estimateRatio(logRatios, random);
  const interval = medianInterval(logRatios);
  if (interval === null) return null;
  return {
    ratio: Math.exp(median(logRatios) ?? 0),
    low: Math.exp(interval.low),
    high: Math.exp(interval.high),
    pairs: logRatios.length,
  };
}

function percentilesOf(times: readonly number[]): Percentiles {
  const sorted = Float64Array.from(times).sort();
  return { p50: quantile(sorted, 0.5), p95: quantile(sorted, 0.95) };
}
