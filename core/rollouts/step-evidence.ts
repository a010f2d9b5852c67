import type { Comparison } from './rollout.ts';

/** Requests of one endpoint served by one version during one window. */
export interface RequestCounts {
  readonly requests: number;
  /** Responses with status 500 or above. */
  readonly errors: number;
  /** Requests slower than the baseline's p50, p90 and p99 plus tolerance. */
  readonly slower: readonly [number, number, number];
  /** Requests slower than the baseline's lower quartile; three quarters of the baseline's own requests are. */
  readonly aboveQuartile: number;
}

/** Both versions at one endpoint, in the same window if they served side by side. */
export interface EndpointEvidence {
  readonly endpoint: string;
  readonly canary: RequestCounts;
  readonly baseline: RequestCounts;
}

/** The counts of one step, with constant weights. */
export interface StepEvidence {
  readonly comparison: Comparison;
  /** The canary's share of the requests, in percent. */
  readonly weight: number;
  /** Seconds at this weight so far; with a pipeline, since the new version was first seen. */
  readonly seconds: number;
  /** By endpoint and window. */
  readonly endpoints: readonly EndpointEvidence[];
}

/**
 * The canary's share of the requests that were measured. The planned weight would mistake lost measurements, or a router
 * that splits differently, for a regression. Given the counts, the canary's events are hypergeometric for equal rates, which has
 * less spread than the binomial of random routing (Hoeffding 1963), so the bound on false alarms holds.
 */
export function shareOf({ canary, baseline }: EndpointEvidence): number {
  const requests = canary.requests + baseline.requests;
  return requests > 0 ? canary.requests / requests : 0;
}

export const noRequests: RequestCounts = { requests: 0, errors: 0, slower: [0, 0, 0], aboveQuartile: 0 };

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
  };
}

/** The sum over endpoints, for one version. */
export function totalOf(endpoints: readonly EndpointEvidence[], side: 'canary' | 'baseline'): RequestCounts {
  return endpoints.reduce((sum, endpoint) => addCounts(sum, endpoint[side]), noRequests);
}
