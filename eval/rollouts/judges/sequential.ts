import { type RequestCounts, totalOf } from '#core/rollouts/step-evidence.ts';
import { advanceByTime } from './by-time.ts';
import type { Judge, Look } from './judge.ts';

/** GrowthBook's defaults: 5 % a metric, and the sample size at which the interval is the narrowest. */
const alpha = 0.05;
const tuning = 5_000;

const metrics: readonly ((counts: RequestCounts) => number)[] = [
  ({ errors }) => errors,
  ({ slower }) => slower[1],
];

/**
 * A sequential test on the difference of shares, looked at as often as one likes: the asymptotic confidence sequence
 * that GrowthBook describes (Waudby-Smith et al., arXiv 2103.06476); LaunchDarkly's guarded rollouts act the same way,
 * on a lower end above zero. Errors and the p90 are guarded.
 */
export const sequential: Judge = {
  name: 'sequential test',
  decide: (look) =>
    metrics.some((metric) => lowerEnd(look, metric) > 0) ? { kind: 'roll-back' } : advanceByTime(look),
};

function lowerEnd({ steps }: Look, metric: (counts: RequestCounts) => number): number {
  const concurrent = steps.filter(({ weight }) => weight < 100);
  const sums = (['canary', 'baseline'] as const).map((version) => {
    const totals = concurrent.map(({ endpoints }) => totalOf(endpoints, version));
    const requests = totals.reduce((sum, counts) => sum + counts.requests, 0);
    const events = totals.reduce((sum, counts) => sum + metric(counts), 0);
    return { requests, share: requests > 0 ? events / requests : 0 };
  });
  const [canary, baseline] = sums;
  if (!canary || !baseline || canary.requests === 0 || baseline.requests === 0) return -1;
  const variance = sums.reduce((sum, { share, requests }) => sum + (share * (1 - share)) / requests, 0);
  const n = canary.requests + baseline.requests;
  const rho = Math.sqrt((-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / tuning);
  const factor = n * rho ** 2 + 1;
  const width = Math.sqrt(
    n * variance * ((2 * factor) / (n ** 2 * rho ** 2)) * Math.log(Math.sqrt(factor) / alpha),
  );
  return canary.share - baseline.share - width;
}
