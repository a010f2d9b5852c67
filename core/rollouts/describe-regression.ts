import type { Contribution } from './evidence-of-regression.ts';
import { addCounts, noRequests, type RequestCounts, type StepEvidence } from './step-evidence.ts';

/**
 * An endpoint and metric with the numbers of both versions: "GET /prices: 60 of 300 requests failed on the canary (20.0 %), 3 of
 * 300 on the baseline (1.0 %)".
 */
export function describeRegression(steps: readonly StepEvidence[], strongest: Contribution | null): string {
  if (!strongest) return 'no endpoint was served by both versions';
  const { endpoint, metric } = strongest;
  const [canary, baseline] = [totalAt(steps, endpoint, 'canary'), totalAt(steps, endpoint, 'baseline')];
  return (
    `${endpoint}: ${share(metric.events(canary), canary.requests, `requests ${metric.predicate} on the canary`)}, ` +
    share(metric.events(baseline), baseline.requests, 'on the baseline')
  );
}

/** All requests of one version to an endpoint. */
export function totalAt(
  steps: readonly StepEvidence[],
  endpoint: string,
  side: 'canary' | 'baseline',
): RequestCounts {
  return steps
    .flatMap(({ endpoints }) => endpoints.filter((evidence) => evidence.endpoint === endpoint))
    .reduce((sum, evidence) => addCounts(sum, evidence[side]), noRequests);
}

/** "60 of 300 requests failed at 100 % (20.0 %)". */
export function share(part: number, whole: number, what: string): string {
  return `${part} of ${whole} ${what}${whole > 0 ? ` (${percent(part / whole)})` : ''}`;
}

/** "20.0 %". @param fraction in [0, 1]. */
export const percent = (fraction: number): string => `${(100 * fraction).toFixed(1)} %`;

/** Odds as people read them: "14:1"; "more than 1,000,000:1". */
export function odds(logEvidence: number): string {
  const ratio = Math.exp(logEvidence);
  return ratio > 1_000_000 ? 'more than 1,000,000:1' : `${Math.floor(ratio).toLocaleString('en-US')}:1`;
}
