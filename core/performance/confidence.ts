/**
 * How sure it is, in [0, 1], that of all requests more than `share` are as `hits` of `count` were: the score test of a
 * binomial share, with the correction for continuity. 0.5 is as likely as not.
 */
export function sureAbove(hits: number, count: number, share: number): number {
  const spread = Math.sqrt(count * share * (1 - share));
  return spread === 0 ? 0 : normal((hits - 0.5 - count * share) / spread);
}

/** The distribution function of the standard normal distribution (Abramowitz and Stegun, 26.2.17): error below 1e-7. */
export function normal(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const series =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  const tail = (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * series;
  return z > 0 ? 1 - tail : tail;
}
