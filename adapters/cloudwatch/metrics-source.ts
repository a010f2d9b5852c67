import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type {
  MetricsReading,
  MetricsSource,
  ReadMetrics,
} from '#core/performance/collection/metrics-source.ts';
import type { CloudWatchMetric } from '#core/service/service-metrics.ts';
import { minute } from '#core/time.ts';
import { cloudWatchClient } from './client.ts';
import { idOf, type MetricDataRequest, metricDataRequests, queriesOf } from './metric-data-requests.ts';
import { partsOfSeries } from './parts-of-series.ts';
import { planQueries } from './plan-queries.ts';
import { readMetricData } from './read-metric-data.ts';

/** Reads CloudWatch's measurements with GetMetricData. */
export function cloudWatchMetrics(
  client: CloudWatchClient = cloudWatchClient(),
): MetricsSource<CloudWatchMetric> {
  async function readCall(
    call: MetricDataRequest,
    request: ReadMetrics<CloudWatchMetric>,
  ): Promise<readonly MetricsReading[]> {
    const { service, windowSeconds, from, to } = request;
    const answers = await readMetricData(client, queriesOf(call), from, to);
    return call.map((series, index) =>
      partsOfSeries({
        service,
        windowSeconds,
        series,
        valuesOf: (quantity, statistic) => answers.get(idOf(index, quantity, statistic)),
      }),
    );
  }

  return {
    async read(request) {
      const { service, metrics, versions, from, to } = request;
      const readings: MetricsReading[] = [];
      if (to > from)
        // Sequential, because the account's other readers share the limit of calls per second.
        for (const call of metricDataRequests(planQueries(service, metrics, versions), (to - from) / minute))
          readings.push(...(await readCall(call, request)));
      return {
        parts: readings.flatMap(({ parts }) => parts),
        incomplete: readings.flatMap(({ incomplete }) => incomplete),
      };
    },
  };
}
