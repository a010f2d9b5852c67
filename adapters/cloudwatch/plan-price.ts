import { costOf, hoursPerMonth, prices } from '#core/costs/prices.ts';
import type { EndpointSeries } from './plan-queries.ts';

/** What a plan costs a month, in US dollars. */
export interface PlanPrice {
  readonly readsPerMonth: number;
  /** Of one reading, as they are billed. */
  readonly metricsRequested: number;
  /** Of one reading: statistics asked for. */
  readonly queries: number;
  readonly monthly: number;
  /** The same statistics, each asked for by itself, every minute. */
  readonly naive: number;
  /** What the recorder's own metrics cost, each version in the traffic all month; 0 where no endpoint uses it. */
  readonly publishing: number;
}

const minutesPerMonth = hoursPerMonth * 60;

/** The recorder publishes durations and errors, with the version and without. */
const metricsWithoutVersion = 2;
const metricsPerVersion = 2;

/**
 * The price of a reading every so many minutes. How many minutes a reading covers does not matter: AWS bills metrics,
 * not data points.
 */
export function planPrice(plan: readonly EndpointSeries[], everyMinutes: number): PlanPrice {
  const requests = plan.flatMap((series) => series.requests);
  const queries = requests.reduce((sum, { statistics }) => sum + statistics.length, 0);
  const readsPerMonth = minutesPerMonth / everyMinutes;
  const { metricRequested, customMetric } = prices.cloudWatch;
  return {
    readsPerMonth,
    metricsRequested: requests.length,
    queries,
    monthly: costOf(metricRequested, requests.length * readsPerMonth),
    naive: costOf(metricRequested, queries * minutesPerMonth),
    publishing: costOf(customMetric, published(plan)),
  };
}

function published(plan: readonly EndpointSeries[]): number {
  const recorded = plan.filter(({ kind }) => kind === 'recorder');
  const endpoints = new Set(recorded.map(({ endpoint }) => endpoint)).size;
  return endpoints * metricsWithoutVersion + recorded.length * metricsPerVersion;
}
