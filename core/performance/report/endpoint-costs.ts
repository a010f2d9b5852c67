import { hoursPerMonth, lookedUp, type Price, prices, region } from '../../costs/prices.ts';
import type { Manifest } from '../../service/manifest.ts';
import type { Traffic } from '../windows/window.ts';

/** The cost of one endpoint, in US dollars. */
export interface EndpointCost {
  readonly endpoint: string;
  /** At the traffic that was measured. */
  readonly perMonth: number;
  readonly perMillionRequests: number;
  /** Share of the cost of all endpoints, in [0, 1]. */
  readonly share: number;
}

export interface EndpointCosts {
  /** The most expensive first. */
  readonly endpoints: readonly EndpointCost[];
  readonly perMonth: number;
  /** The day on which the prices were looked up, and where they hold. */
  readonly prices: { readonly lookedUp: string; readonly region: string };
}

/** What a service runs on: a Lambda function and its memory. */
export type LambdaResources = NonNullable<Manifest['lambda']>;

type EndpointTraffic = Pick<Traffic, 'count' | 'mean'> & { readonly endpoint: string };

/**
 * What the endpoints of a service on Lambda cost: its invocations, and the time of its requests by the memory that it is
 * given. Costs of other services are not included, and free usage is not subtracted.
 * @param hours that the traffic was measured over.
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

/** Of so many requests, which took so many milliseconds together, in US dollars. */
export function requestCost(count: number, milliseconds: number, runsOn: LambdaResources): number {
  return count * dollarsEach(prices.lambda.requests) + durationCost(milliseconds, runsOn);
}

/** Of so many milliseconds of requests, in US dollars. */
export function durationCost(milliseconds: number, { memoryMb, architecture }: LambdaResources): number {
  const rate = architecture === 'arm64' ? prices.lambda.duration : prices.lambda.x86Duration;
  return (milliseconds / 1_000) * (memoryMb / 1_024) * dollarsEach(rate);
}

const dollarsEach = ({ usd, per }: Price) => usd / per;
