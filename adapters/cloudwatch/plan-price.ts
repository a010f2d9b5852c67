import { costOf, hoursPerMonth, prices } from '#core/costs/prices.ts';
import type { EndpointSeries } from './plan-queries.ts';

/** The price of a plan per month, in US dollars. */
export interface PlanPrice {
  readonly readsPerMonth: number;
  /** Metrics per reading, as billed. */
  readonly metricsRequested: number;
  /** Statistics requested per reading. */
  readonly queries: number;
  readonly monthly: number;
  /** The same statistics, each requested separately, every minute. */
  readonly naive: number;
  /** The price of the recorder's own metrics, with each version in the traffic all month; 0 if no endpoint uses them. */
  readonly publishing: number;
}

const minutesPerMonth = hoursPerMonth * 60;

/** The recorder publishes durations and errors, both with and without the version. */
const metricsWithoutVersion = 2;
const metricsPerVersion = 2;

/**
 * The price of one reading every `minutes`. The number of minutes that a reading covers does not matter: AWS bills
 * metrics, not data points.
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
