import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { isOnLambda } from './is-on-lambda.ts';
import { type MetricName, metricNamespace } from './metric-names.ts';

/** `POWERTOOLS_SERVICE_NAME` says which function this is. */
const metrics = new Metrics({ namespace: metricNamespace });

/** Adds to the metrics of this invocation. */
export function count(name: MetricName, amount = 1): void {
  if (isOnLambda && amount > 0) metrics.addMetric(name, MetricUnit.Count, amount);
}

/** Prints the metrics as one line in the Embedded Metric Format, at the end of each invocation. */
export function publishMetrics(): void {
  if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
}
