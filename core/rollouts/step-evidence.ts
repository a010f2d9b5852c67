import type { Comparison } from './rollout.ts';

/** Requests of one endpoint served by one version in one minute, or in a whole step. Counts that are absent were not measured. */
export interface RequestCounts {
  readonly requests: number;
  /** Responses with status 500 or above. */
  readonly errors: number;
  /** Requests slower than the baseline's p50, p90 and p99 plus tolerance. */
  readonly slower: readonly [number, number, number];
  /** Requests slower than the baseline's lower quartile; three quarters of the baseline's own requests are. */
  readonly aboveQuartile: number;
  /** Requests that took three times the baseline's p99 plus tolerance: how slow the slowest are. */
  readonly stalled?: number;
  /** Requests slower than the slowdown of the p95 that must be excluded before a version is promoted. */
  readonly aboveLimit?: number;
  /** Responses with status 300 to 399, and 400 to 499. */
  readonly redirects?: number;
  readonly rejections?: number;
}

/** Both versions at one endpoint, in the same minute if they served side by side and were measured that finely. */
export interface EndpointEvidence {
  readonly endpoint: string;
  /** Minutes since the step began: 0 for the first; absent if the counts are of a longer time. */
  readonly minute?: number;
  readonly canary: RequestCounts;
  readonly baseline: RequestCounts;
}

/** Measurements that processes reported as lost. What was measured in the same minutes is left out of the evidence. */
export interface Losses {
  readonly measurements: number;
  /** How many minutes were left out. */
  readonly minutes: number;
}

/** The counts of one step, with constant weights. */
export interface StepEvidence {
  readonly comparison: Comparison;
  /** The canary's share of the requests, in percent. */
  readonly weight: number;
  /** Seconds at this weight so far; with a pipeline, since the new version was first seen. */
  readonly seconds: number;
  /** By endpoint and minute. */
  readonly endpoints: readonly EndpointEvidence[];
  /** Absent if no loss was reported. */
  readonly losses?: Losses;
}

/**
 * The canary's share of the requests that were measured. The planned weight would mistake lost measurements, or a router
 * that splits differently, for a regression. Given the counts, the canary's events are hypergeometric for equal rates, which has
 * less spread than the binomial of random routing (Hoeffding 1963), so the bound on false alarms holds.
 */
export function shareOf({ canary, baseline }: Pick<EndpointEvidence, 'canary' | 'baseline'>): number {
  const requests = canary.requests + baseline.requests;
  return requests > 0 ? canary.requests / requests : 0;
}

export const noRequests: RequestCounts = {
  requests: 0,
  errors: 0,
  slower: [0, 0, 0],
  aboveQuartile: 0,
  stalled: 0,
  aboveLimit: 0,
  redirects: 0,
  rejections: 0,
};

export function addCounts(left: RequestCounts, right: RequestCounts): RequestCounts {
  return {
    requests: left.requests + right.requests,
    errors: left.errors + right.errors,
    slower: [
      left.slower[0] + right.slower[0],
      left.slower[1] + right.slower[1],
      left.slower[2] + right.slower[2],
    ],
    aboveQuartile: left.aboveQuartile + right.aboveQuartile,
    stalled: (left.stalled ?? 0) + (right.stalled ?? 0),
    aboveLimit: (left.aboveLimit ?? 0) + (right.aboveLimit ?? 0),
    redirects: (left.redirects ?? 0) + (right.redirects ?? 0),
    rejections: (left.rejections ?? 0) + (right.rejections ?? 0),
  };
}

/** The sum over endpoints, for one version. */
export function totalOf(endpoints: readonly EndpointEvidence[], side: 'canary' | 'baseline'): RequestCounts {
  return endpoints.reduce((sum, endpoint) => addCounts(sum, endpoint[side]), noRequests);
}

/** The step with only what both versions served: the rest cannot be compared. */
export function onlyCompared(step: StepEvidence): StepEvidence {
  const endpoints = step.endpoints.filter((item) => {
    const share = shareOf(item);
    return share > 0 && share < 1;
  });
  return { ...step, endpoints };
}
