import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** The Prometheus metrics of the API on one machine: requests by route, and the process. */
export interface HttpMetrics {
  /** Measures the time from now until the response is sent. @param route its template; `null` for an unknown path. */
  measure(request: IncomingMessage, response: ServerResponse, route: string | null): void;
  /** All metrics in the Prometheus text format, as a response. */
  page(): Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;
}

/** Seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The status of a client that closed the connection before the response, as in nginx: not a failure of ours. */
const hungUp = 499;

/** Gauges with names of totals, which Prometheus' own linter refuses. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export function openHttpMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  // Labels with few values only: templates instead of paths, and methods that Node's parser knows.
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request until its response is sent, by route.',
    labelNames: ['method', 'route', 'code'],
    buckets: bounds,
    registers: [registry],
  });
  return {
    measure({ method = 'GET' }, response, route) {
      const end = durations.startTimer({ method, route: route ?? 'none' });
      response.once('close', () => {
        end({ code: response.writableFinished ? response.statusCode : hungUp });
      });
    },
    async page() {
      const body = await registry.metrics();
      return { statusCode: 200, headers: { 'content-type': registry.contentType }, body };
    },
  };
}
