import type { Finding, RootCause } from '../findings/finding.ts';
import { summarize, type Traffic, type Window } from '../windows/window.ts';
import { reachableFrom } from './call-graph.ts';
import { explainRootCause } from './explain-root-cause.ts';
import { type Neighborhood, type ReadNeighborhood, readNeighborhood } from './neighborhood.ts';
import {
  type IncidentMetric,
  type ObservedService,
  rankRootCauses,
  type ServiceSeries,
} from './rank-root-causes.ts';

export interface FindRootCauses extends ReadNeighborhood {
  readonly findings: readonly Finding[];
}

const metricOf: Readonly<Partial<Record<Finding['kind'], IncidentMetric>>> = {
  'slow-endpoint': 'latency',
  regression: 'latency',
  'error-rate': 'failures',
};

/**
 * Adds root causes to findings that began within the windows, if the service's calls are known: the service itself,
 * or a service that it reaches. For a service without measurements of its own, those of its callers are used.
 */
export async function findRootCauses(request: FindRootCauses): Promise<readonly Finding[]> {
  const { findings, declared, calls, windows } = request;
  const first = windows[0]?.start ?? 0;
  const isOpen = ({ kind, since }: Finding) => metricOf[kind] !== undefined && since > first;
  if (declared.length + calls.length === 0 || !findings.some(isOpen)) return findings;
  const around = await readNeighborhood(request);
  return findings.map((finding) =>
    isOpen(finding) ? { ...finding, rootCause: rootCauseOf(finding, around, request) } : finding,
  );
}

function rootCauseOf(
  { kind, since, endpoint }: Finding,
  { graph, ownWindows: own, callerWindows: seen }: Neighborhood,
  { service, windows }: FindRootCauses,
): RootCause | null {
  const metric = metricOf[kind] ?? 'latency';
  const isRemote = (name: string) => (own.get(name) ?? []).length === 0;
  const measured = [...reachableFrom(graph, service)].map(
    (name) => [name, (isRemote(name) ? seen : own).get(name) ?? []] as const,
  );
  const starts = [...new Set(measured.flatMap(([, item]) => item.map(({ start }) => start)))].toSorted(
    (a, b) => a - b,
  );
  const onset = starts.findIndex((start) => start >= since);
  const phases = {
    baseline: starts.slice(0, Math.max(0, onset - 1)),
    before: starts.slice(Math.max(0, onset - 1), onset),
    during: starts.slice(onset),
  };
  const observedOf = (entry: readonly Window[]) => {
    const byStart = Map.groupBy(entry, ({ start }) => start);
    return (times: readonly number[]) => measuredAt(times, byStart);
  };
  const observed = measured.map(([name, element]): ObservedService => {
    const at = observedOf(element);
    return {
      name,
      baseline: at(phases.baseline),
      before: at(phases.before),
      during: at(phases.during),
      isRemote: isRemote(name),
    };
  });
  const alarmed = observedOf(windows.filter((window) => window.endpoint === endpoint));
  const alarm = {
    baseline: alarmed(phases.baseline)[metric],
    before: alarmed(phases.before)[metric],
    during: alarmed(phases.during)[metric],
  };
  const [suspect] = rankRootCauses({ graph, services: observed, target: service, metric, alarm });
  if (!suspect || suspect.passed === 0) return null;
  return { service: suspect.name, summary: explainRootCause(suspect, metric) };
}

/** All endpoints and versions together. */
function measuredAt(
  times: readonly number[],
  byStart: ReadonlyMap<number, readonly Window[]>,
): ServiceSeries {
  const traffic = times.map((start) => byStart.get(start)).map((time) => time && summarize(time));
  const series = (value: (traffic: Traffic) => number) =>
    traffic.map((measured) => (measured ? value(measured) : null));
  return {
    latency: series(({ mean }) => mean / 1_000),
    failures: series(({ errorRate }) => errorRate),
    requests: series(({ count }) => count),
  };
}
