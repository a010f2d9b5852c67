import * as z from 'zod';
import { EndpointName } from './endpoint-name.ts';

/*
 * Where an endpoint is measured. CloudWatch names and dimensions are those of the AWS documentation: "Monitor CloudWatch
 * metrics for HTTP APIs", "Types of metrics for Lambda functions", "CloudWatch metrics for your Application Load Balancer".
 */

const endpoint = EndpointName;
const printable = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[ -~]+$/, 'must be printable ASCII characters');
const metricName = printable(255);

/** A route of an HTTP API. Its stage must have detailed metrics enabled, or there are no metrics per route. */
const ApiGateway = z.strictObject({
  kind: z.literal('api-gateway'),
  endpoint,
  apiId: z.string().regex(/^[a-z0-9]{5,32}$/, 'must be the id of an HTTP API, such as a1b2c3d4e5'),
  stage: printable(128).default('$default'),
  /** The route's path in API Gateway's notation. Default: the endpoint's path, with `:id` written as `{id}`. */
  resource: z.string().startsWith('/').max(300).optional(),
});

/** A function behind an alias. Its errors are failed invocations: to Lambda, a response with status 500 is no error. */
const Lambda = z.strictObject({
  kind: z.literal('lambda'),
  endpoint,
  functionName: z.string().regex(/^[\w-]{1,64}$/, "must be a function's name, not its ARN"),
  alias: z
    .string()
    .regex(/^(?!\d+$)[\w-]{1,128}$/, 'must be the name of an alias: it distinguishes versions'),
});

/** A target group of an Application Load Balancer that serves only this endpoint. */
const LoadBalancer = z.strictObject({
  kind: z.literal('alb'),
  endpoint,
  loadBalancer: z
    .string()
    .regex(/^app\/[\w-]+\/[0-9a-f]+$/, "must be the end of the load balancer's ARN: app/NAME/ID"),
  targetGroup: z
    .string()
    .regex(
      /^targetgroup\/[\w-]+\/[0-9a-f]+$/,
      "must be the end of the target group's ARN: targetgroup/NAME/ID",
    ),
});

/** Metrics that the recorder prints in CloudWatch's Embedded Metric Format. */
const Recorded = z.strictObject({ kind: z.literal('recorder'), endpoint });

/** Metrics that the service publishes itself, one value per request: a statistic set would have no percentiles. */
const Custom = z.strictObject({
  kind: z.literal('custom'),
  endpoint,
  namespace: metricName,
  dimensions: z.record(metricName, printable(1_024)).default({}),
  latency: metricName,
  unit: z.enum(['s', 'ms']),
  /** A metric whose sum is the number of failed requests. Without it, no request counts as failed. */
  errors: metricName.optional(),
  /** The dimension with the version as the service's releases name it: a commit. */
  versionDimension: metricName.optional(),
});

const label = z.string().regex(/^[a-zA-Z_]\w{0,199}$/, 'must be a label name');

/** A histogram or summary of durations that Prometheus scrapes. */
const Prometheus = z.strictObject({
  kind: z.literal('prometheus'),
  endpoint,
  /** Without `_bucket`, `_count` or `_sum`. */
  metric: z.string().regex(/^[a-zA-Z_:][\w:]{0,199}$/, 'must be a metric name'),
  /** Labels that select the series of this endpoint. */
  labels: z.record(label, printable(1_024)).default({}),
  unit: z.enum(['s', 'ms']).default('s'),
  /** The label with the HTTP status, or its class such as `5xx`: 500 and above count as failed. Without it, no request does. */
  statusLabel: label.optional(),
  /** The label with the version as the service's releases name it: a commit. */
  versionLabel: label.optional(),
});

export const ServiceMetric = z.discriminatedUnion('kind', [
  ApiGateway,
  Lambda,
  LoadBalancer,
  Recorded,
  Custom,
  Prometheus,
]);

export type ServiceMetric = z.infer<typeof ServiceMetric>;
export type PrometheusMetric = z.infer<typeof Prometheus>;
export type CloudWatchMetric = z.infer<
  typeof ApiGateway | typeof Lambda | typeof LoadBalancer | typeof Recorded | typeof Custom
>;

/** Two sources for one endpoint would count each of its requests twice. */
export const ServiceMetrics = z
  .array(ServiceMetric)
  .max(500)
  .refine(
    (metrics) => new Set(metrics.map((metric) => metric.endpoint)).size === metrics.length,
    'each endpoint may be listed once: two sources would count its requests twice',
  )
  .default([]);
