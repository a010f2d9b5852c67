/*
 * CloudWatch's Embedded Metric Format: log lines of JSON that CloudWatch Logs turns into metrics.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */

/** What was measured of one endpoint in one minute. */
export interface EndpointMinute {
  readonly endpoint: string;
  /** When one of its requests began, in milliseconds since 1970: CloudWatch counts them in that minute. */
  readonly at: number;
  /** Milliseconds, one of each request. */
  readonly durations: readonly number[];
  /** Answers with status 500 and above. */
  readonly errors: number;
}

/** The names under which CloudWatch keeps what is printed. The analysis reads these. */
export const namespace = 'Ironclaw';
const dimensions = [
  ['Service', 'Endpoint'],
  ['Service', 'Endpoint', 'Version'],
];
const metrics = [
  { Name: 'Duration', Unit: 'Milliseconds' },
  { Name: 'Errors', Unit: 'Count' },
];

/** The most values of a metric on one line; the published format has lists of numbers, and no list of their counts. */
const maxValues = 100;

/** One line, and one more for each further hundred requests. The errors stand on the first. */
export function emfLines(service: string, version: string, minute: EndpointMinute): readonly string[] {
  const lines: string[] = [];
  for (let i = 0; i < minute.durations.length; i += maxValues) {
    const line = {
      _aws: {
        Timestamp: minute.at,
        CloudWatchMetrics: [{ Namespace: namespace, Dimensions: dimensions, Metrics: metrics }],
      },
      Service: service,
      Endpoint: minute.endpoint,
      Version: version,
      Duration: minute.durations.slice(i, i + maxValues),
      Errors: i === 0 ? minute.errors : 0,
    };
    lines.push(JSON.stringify(line));
  }
  return lines;
}
