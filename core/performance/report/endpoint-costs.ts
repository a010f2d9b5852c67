import { hoursPerMonth, lookedUp, type Price, prices, region } from '../../costs/prices.ts';
import type { Manifest } from '../../service/manifest.ts';
import type { Traffic } from '../windows/window.ts';

/** The cost of one endpoint, in US dollars. */
export interface EndpointCost {
  readonly endpoint: string;
  /** At the measured traffic. */
  readonly perMonth: number;
  readonly perMillionRequests: number;
  /** Share of the cost of all endpoints, in [0, 1]. */
  readonly share: number;
}

export interface EndpointCosts {
  /** Most expensive first. */
  readonly endpoints: readonly EndpointCost[];
  readonly perMonth: number;
  /** The day on which the prices were looked up, and their region. */
  readonly prices: { readonly lookedUp: string; readonly region: string };
}

/** The platform of a service: a Lambda function and its memory. */
export type LambdaResources = NonNullable<Manifest['lambda']>;

type EndpointTraffic = Pick<Traffic, 'count' | 'mean'> & { readonly endpoint: string };

/**
 * The costs of the endpoints of a service on Lambda: invocations, and request time multiplied by configured memory.
 * Excludes costs of other AWS services, and does not subtract free usage.
 * @param hours over which the traffic was measured.
 */
export function endpointCosts(
  endpoints: readonly EndpointTraffic[],
  hours: number,
  runsOn: LambdaResources,
): EndpointCosts {
  const costs = endpoints.map(({ endpoint, count, mean }) => {
    const dollars = requestCost(count, count * mean, runsOn);
    return { endpoint, count, perMonth: (dollars * hoursPerMonth) / hours, dollars };
  });
  const perMonth = costs.reduce((sum, cost) => sum + cost.perMonth, 0);
  const shares = costs.map(({ endpoint, count, dollars, perMonth: item }) => ({
    endpoint,
    perMonth: item,
    perMillionRequests: count === 0 ? 0 : (dollars / count) * 1e6,
    share: perMonth === 0 ? 0 : item / perMonth,
  }));
  return {
    endpoints: shares.toSorted((a, b) => b.perMonth - a.perMonth || (a.endpoint < b.endpoint ? -1 : 1)),
    perMonth,
    prices: { lookedUp, region },
  };
}

/** Cost of this many requests with this total time in milliseconds, in US dollars. */
export function requestCost(count: number, milliseconds: number, runsOn: LambdaResources): number {
  return count * dollarsEach(prices.lambda.requests) + durationCost(milliseconds, runsOn);
}

/** Cost of this many milliseconds of request time, in US dollars. */
export function durationCost(milliseconds: number, { memoryMb, architecture }: LambdaResources): number {
  const rate = architecture === 'arm64' ? prices.lambda.duration : prices.lambda.x86Duration;
  return (milliseconds / 1_000) * (memoryMb / 1_024) * dollarsEach(rate);
}

const dollarsEach = ({ usd, per }: Price) => usd / per;
