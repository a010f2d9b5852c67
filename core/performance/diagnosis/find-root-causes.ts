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
  const onsets = new Map<number, Incident>();
  const byEndpoint = Map.groupBy(windows, ({ endpoint }) => endpoint);
  return findings.map((finding) => {
    if (!isOpen(finding)) return finding;
    const { since, endpoint } = finding;
    const incident = onsets.get(since) ?? incidentSince(since, around, request);
    onsets.set(since, incident);
    const own = byEndpoint.get(endpoint ?? '') ?? [];
    return { ...finding, rootCause: rootCauseOf(finding, own, incident, around, request) };
  });
}

/** What was measured of the services before and during what began at one time; the same for all findings since then. */
interface Incident {
  readonly phases: Readonly<Record<'baseline' | 'before' | 'during', readonly number[]>>;
  readonly services: readonly ObservedService[];
}

function incidentSince(
  since: number,
  { graph, ownWindows: own, callerWindows: seen }: Neighborhood,
  { service }: Pick<FindRootCauses, 'service'>,
): Incident {
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
  const services = measured.map(
    ([name, windows]): ObservedService => ({ name, ...seriesIn(phases, windows), isRemote: isRemote(name) }),
  );
  return { phases, services };
}

/** @param own the windows of the finding's endpoint. */
function rootCauseOf(
  { kind }: Finding,
  own: readonly Window[],
  { phases, services }: Incident,
  { graph }: Neighborhood,
  { service }: Pick<FindRootCauses, 'service'>,
): RootCause | null {
  const metric = metricOf[kind] ?? 'latency';
  const { baseline, before, during } = seriesIn(phases, own);
  const alarm = { baseline: baseline[metric], before: before[metric], during: during[metric] };
  const [suspect] = rankRootCauses({ graph, services, target: service, metric, alarm });
  if (!suspect || suspect.passed === 0) return null;
  return { service: suspect.name, summary: explainRootCause(suspect, metric) };
}

function seriesIn({ baseline, before, during }: Incident['phases'], windows: readonly Window[]) {
  const byStart = Map.groupBy(windows, ({ start }) => start);
  return {
    baseline: measuredAt(baseline, byStart),
    before: measuredAt(before, byStart),
    during: measuredAt(during, byStart),
  };
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
