import { type Manifest, targetOf } from '../../service/manifest.ts';
import { hour } from '../../time.ts';
import type { Finding } from '../findings/finding.ts';
import { summarize, type Traffic, type Window } from '../windows/window.ts';
import type { Memory } from '../windows/window-part.ts';
import { type EndpointCosts, endpointCosts } from './endpoint-costs.ts';
import { type Health, healthOf } from './health.ts';
import { type HealthInput, healthSignals } from './health-signals.ts';
import { troublesOf } from './troubles.ts';

/** Durations in milliseconds, times in milliseconds since 1970, memory in bytes. */
export interface EndpointReport extends Omit<Traffic, 'sketch' | 'sum' | 'memory'> {
  readonly endpoint: string;
  /** The p95 target. */
  readonly target: number;
  readonly requestsPerHour: number;
}

/** All endpoints in one window: 5 minutes in an installation; before the last hours, an hour or a day. */
export interface TimelineWindow
  extends Pick<Traffic, 'count' | 'errorRate' | 'p50' | 'p95' | 'p99' | 'memory'> {
  readonly start: number;
}

export interface PerformanceReport {
  readonly service: string;
  readonly from: number;
  readonly to: number;
  /** What has to be said before anything else, each a sentence; empty if most requests succeed. */
  readonly troubles: readonly string[];
  readonly health: Health;
  /** The largest ratio of p95 to target first. */
  readonly endpoints: readonly EndpointReport[];
  readonly findings: readonly Finding[];
  /** Sentences about unknowns. */
  readonly unknown: readonly string[];
  /** Oldest first. */
  readonly timeline: readonly TimelineWindow[];
  /** The maximum of one process. */
  readonly memory: Memory;
  /** `null` if the service does not declare its platform. */
  readonly endpointCosts: EndpointCosts | null;
}

export interface PerformanceReportInput extends HealthInput {
  readonly manifest: Pick<Manifest, 'name' | 'targets' | 'lambda'>;
  readonly unknown: readonly string[];
  /** Start of the windows, in milliseconds since 1970. */
  readonly from: number;
}

/** The performance of the service since `from`, of all versions. */
export function performanceReport(request: PerformanceReportInput): PerformanceReport {
  const { manifest, windows, findings, unknown, from, now } = request;
  const hours = (now - from) / hour;
  const endpoints = [...Map.groupBy(windows, ({ endpoint }) => endpoint)]
    .map(([endpoint, window]) => endpointReport(endpoint, window, targetOf(manifest, endpoint), hours))
    .sort((a, b) => b.p95 / b.target - a.p95 / a.target || (a.endpoint < b.endpoint ? -1 : 1));
  return {
    service: manifest.name,
    from,
    to: now,
    troubles: troublesOf(windows),
    health: healthOf(healthSignals(request)),
    endpoints,
    findings,
    unknown,
    timeline: [...Map.groupBy(windows, ({ start }) => start)]
      .map(([start, item]) => timelineWindow(start, item))
      .sort((a, b) => a.start - b.start),
    memory: summarize(windows).memory,
    endpointCosts: manifest.lambda ? endpointCosts(endpoints, hours, manifest.lambda) : null,
  };
}

function endpointReport(
  endpoint: string,
  windows: readonly Window[],
  target: number,
  hours: number,
): EndpointReport {
  const { sketch: _sketch, sum: _sum, memory: _memory, ...traffic } = summarize(windows);
  return { endpoint, target, requestsPerHour: traffic.count / hours, ...traffic };
}

function timelineWindow(start: number, windows: readonly Window[]): TimelineWindow {
  const { count, errorRate, p50, p95, p99, memory } = summarize(windows);
  return { start, count, errorRate, p50, p95, p99, memory };
}
