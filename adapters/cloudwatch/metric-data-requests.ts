import type { MetricDataQuery } from '@aws-sdk/client-cloudwatch';
import type { EndpointSeries, MetricRequest } from './plan-queries.ts';

/** The series that one call to GetMetricData requests. */
export type MetricDataRequest = readonly EndpointSeries[];

/** The limits of one call: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html */
const mostQueries = 500;
const mostDataPoints = 100_800;

/** In seconds: the shortest period of the metrics that AWS publishes. */
const period = 60;

/**
 * Splits a plan into as few calls as possible. A series stays in one call: five statistics in two calls would be
 * billed twice. A call stays below the data points of one page, because each further page is billed like a call.
 */
export function metricDataRequests(
  plan: readonly EndpointSeries[],
  minutes: number,
): readonly MetricDataRequest[] {
  const room = Math.min(mostQueries, Math.floor(mostDataPoints / minutes));
  const calls: EndpointSeries[][] = [];
  let taken = Infinity;
  for (const series of plan) {
    const queries = series.requests.reduce((sum, { statistics }) => sum + statistics.length, 0);
    if (taken + queries > room) {
      calls.push([]);
      taken = 0;
    }
    calls.at(-1)?.push(series);
    taken += queries;
  }
  return calls;
}

/** The queries of a call; {@link idOf} gives their ids. */
export function queriesOf(call: MetricDataRequest): readonly MetricDataQuery[] {
  return call.flatMap(({ requests }, index) =>
    requests.flatMap(({ quantity, metric, statistics }) =>
      statistics.map((statistic) => ({
        Id: idOf(index, quantity, statistic),
        MetricStat: {
          Metric: {
            Namespace: metric.namespace,
            MetricName: metric.name,
            Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
          Period: period,
          Stat: statistic,
        },
      })),
    ),
  );
}

/** The query id of the call's series at `index`. Ids begin with a lowercase letter and consist of letters, digits and underscores. */
export function idOf(index: number, quantity: MetricRequest['quantity'], statistic: string): string {
  return `s${index}_${quantity}_${statistic}`;
}
