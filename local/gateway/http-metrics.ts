import type { IncomingMessage, ServerResponse } from 'node:http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** What the API on one machine tells Prometheus of itself: each request, and the process that answers it. */
export interface HttpMetrics {
  /** Takes the time from now until the response has gone out. @param route its template, `null` where there is none. */
  measure(request: IncomingMessage, response: ServerResponse, route: string | null): void;
  /** All that was measured, in the Prometheus text format, as an answer. */
  page(): Promise<{ statusCode: number; headers: Record<string, string>; body: string }>;
}

/** Seconds. */
const bounds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** The code of whoever hung up before the answer, as nginx counts it: no failure of ours. */
const hungUp = 499;

/** Gauges that are called totals, which Prometheus' own linter refuses. */
const misnamed = [
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
  'nodejs_active_resources_total',
];

export function openHttpMetrics(): HttpMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  for (const name of misnamed) registry.removeSingleMetric(name);
  // Only labels of few values: templates instead of paths, and methods that Node's parser knows.
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'From the head of a request until its response has gone out, by route.',
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
