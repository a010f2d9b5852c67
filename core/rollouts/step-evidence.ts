import type { Comparison } from './rollout.ts';

/** Requests of one endpoint served by one version during one step. */
export interface RequestCounts {
  readonly requests: number;
  /** Answers with status 500 or above. */
  readonly errors: number;
  /** Requests slower than the old p50, p90 and p99 with what is tolerated added. */
  readonly slower: readonly [number, number, number];
  /** Requests slower than the old version's lower quartile: three quarters of its own are. */
  readonly aboveQuartile: number;
}

export interface EndpointEvidence {
  readonly endpoint: string;
  readonly canary: RequestCounts;
  readonly baseline: RequestCounts;
}

/** What was counted while the weights stood still. */
export interface StepEvidence {
  readonly comparison: Comparison;
  /** Per cent of the requests that went to the new version. */
  readonly weight: number;
  /** Seconds at this weight so far; where a pipeline deploys, since the new version was first seen. */
  readonly seconds: number;
  readonly endpoints: readonly EndpointEvidence[];
}

/**
 * The probability that a request to the endpoint is the new version's. Random routing has it set; before and after
 * it is counted, endpoint by endpoint, as users may ask for other things than they did. For equal rates the new
 * version's events are then hypergeometric, which spreads less than the binomial of random routing (Hoeffding 1963).
 */
export function shareOf(
  { comparison, weight }: Pick<StepEvidence, 'comparison' | 'weight'>,
  { canary, baseline }: EndpointEvidence,
): number {
  if (comparison === 'concurrent') return weight / 100;
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

/** The sum over endpoints, of one side. */
export function totalOf(endpoints: readonly EndpointEvidence[], side: 'canary' | 'baseline'): RequestCounts {
  return endpoints.reduce((sum, endpoint) => addCounts(sum, endpoint[side]), noRequests);
}
