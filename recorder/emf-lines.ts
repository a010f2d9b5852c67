/*
 * CloudWatch's Embedded Metric Format: JSON log lines that CloudWatch Logs turns into metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** The measurements of one endpoint in one minute. */
export interface EndpointMinute {
  readonly endpoint: string;
  /** When one of the requests began, in milliseconds since 1970: CloudWatch counts all of them in that minute. */
  readonly at: number;
  /** Milliseconds, one value per request. */
  readonly durations: readonly number[];
  /** Number of responses with status 500 or above. */
  readonly errors: number;
}

/** The namespace and names under which CloudWatch stores the metrics. The analysis reads these. */
export const namespace = 'Ironclaw';
const dimensions = [
  ['Service', 'Endpoint'],
  ['Service', 'Endpoint', 'Version'],
];
const metrics = [
  { Name: 'Duration', Unit: 'Milliseconds' },
  { Name: 'Errors', Unit: 'Count' },
];

/** Maximum values of a metric per line. The published format has lists of values, but no counts for them. */
const maxValues = 100;

/** One line per hundred requests. The first line has all errors. */
export function emfLines(service: string, version: string, minute: EndpointMinute): readonly string[] {
  const lines: string[] = [];
  for (let i = 0; i < minute.durations.length; i += maxValues) {
    const line = {
      _aws: {
        Timestamp: minute.at,
        CloudWatchMetrics: [{ Namespace: namespace, Dimensions: dimensions, Metrics: metrics }],
      },
      Service: service,
      // Values of dimensions are ASCII.
      Endpoint: minute.endpoint.replace(/[^ -~]+/g, encodeURIComponent),
      Version: version,
      Duration: minute.durations.slice(i, i + maxValues),
      Errors: i === 0 ? minute.errors : 0,
    };
    lines.push(JSON.stringify(line));
  }
  return lines;
}
