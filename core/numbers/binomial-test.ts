import { normalCdf } from './normal-distribution.ts';

/**
 * The confidence, in [0, 1], that the underlying share is above `share`, where `hits` of `count` trials were hits: the
 * score test of a binomial share with continuity correction. 0.5 means as likely as not; no trials give 0.
 */
export function confidenceShareAbove(hits: number, count: number, share: number): number {
  const spread = Math.sqrt(count * share * (1 - share));
  return spread === 0 ? 0 : normalCdf((hits - 0.5 - count * share) / spread);
}
