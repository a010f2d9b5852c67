import { inBatches } from '../../in-batches.ts';
import type { ServiceStore } from '../../service/service.ts';
import type { Culprit, Finding } from '../findings/finding.ts';
import type { MetricsStore } from '../ports.ts';
import { mergeParts, summarise, type Traffic, type Window } from '../window.ts';
import { type CallGraph, reachableFrom } from './call-graph.ts';
import { declaredGraph } from './declared-graph.ts';
import { diagnose, type Measured, type Metric, type Observed } from './diagnose.ts';
import { explain } from './explain.ts';

export interface FindCulprits {
  readonly findings: readonly Finding[];
  readonly service: string;
  /** What the service calls, by the names under which those are registered. */
  readonly calls: readonly string[];
  /** Of the service, oldest first. */
  readonly windows: readonly Window[];
  readonly services: Pick<ServiceStore, 'load'>;
  readonly store: Pick<MetricsStore, 'partsBetween'>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

const metricOf: Readonly<Partial<Record<Finding['kind'], Metric>>> = {
  'slow-endpoint': 'latency',
  regression: 'latency',
  'error-rate': 'failures',
};

/**
 * Says of findings that began within the windows who is to blame, where the service declares what it calls: itself, or
 * one of those that it reaches.
 */
export async function findCulprits(request: FindCulprits): Promise<readonly Finding[]> {
  const { findings, service, calls, windows } = request;
  const first = windows[0]?.start ?? 0;
  const isOpen = ({ kind, since }: Finding) => metricOf[kind] !== undefined && since > first;
  if (calls.length === 0 || !findings.some(isOpen)) return findings;
  const graph = await declaredGraph(service, calls, request.services);
  const others = [...reachableFrom(graph, service)].filter((name) => name !== service);
  const read = await inBatches(
    others,
    atOnce,
    async (name) => [name, await windowsOf(name, request)] as const,
  );
  const measured = new Map([[service, windows], ...read]);
  return findings.map((finding) =>
    isOpen(finding) ? { ...finding, culprit: culpritOf(finding, graph, measured, request) } : finding,
  );
}

/** So many services' windows are read at once. */
const atOnce = 8;

const windowsOf = async (name: string, { store, now, windows }: FindCulprits): Promise<readonly Window[]> =>
  mergeParts(await store.partsBetween(name, windows[0]?.start ?? now, now));

function culpritOf(
  { kind, since, endpoint }: Finding,
  graph: CallGraph,
  measured: ReadonlyMap<string, readonly Window[]>,
  { service, windows }: FindCulprits,
): Culprit | null {
  const metric = metricOf[kind] ?? 'latency';
  const starts = [...new Set([...measured.values()].flat().map(({ start }) => start))].toSorted(
    (a, b) => a - b,
  );
  const onset = starts.findIndex((start) => start >= since);
  const phases = {
    baseline: starts.slice(0, Math.max(0, onset - 1)),
    before: starts.slice(Math.max(0, onset - 1), onset),
    during: starts.slice(onset),
  };
  const observedOf = (its: readonly Window[]) => {
    const byStart = Map.groupBy(its, ({ start }) => start);
    return (times: readonly number[]) => measuredAt(times, byStart);
  };
  const observed = [...measured].map(([name, its]): Observed => {
    const at = observedOf(its);
    return {
      name,
      baseline: at(phases.baseline),
      before: at(phases.before),
      during: at(phases.during),
      isRemote: false,
    };
  });
  const alarmed = observedOf(windows.filter((window) => window.endpoint === endpoint));
  const alarm = {
    baseline: alarmed(phases.baseline)[metric],
    before: alarmed(phases.before)[metric],
    during: alarmed(phases.during)[metric],
  };
  const [suspect] = diagnose({ graph, services: observed, target: service, metric, alarm });
  if (!suspect || suspect.passed === 0) return null;
  return { service: suspect.name, summary: explain(suspect, metric) };
}

/** All endpoints and versions together. */
function measuredAt(times: readonly number[], byStart: ReadonlyMap<number, readonly Window[]>): Measured {
  const traffic = times.map((start) => byStart.get(start)).map((its) => its && summarise(its));
  const series = (value: (of: Traffic) => number) => traffic.map((of) => (of ? value(of) : null));
  return {
    latency: series(({ mean }) => mean / 1_000),
    failures: series(({ errorRate }) => errorRate),
    requests: series(({ count }) => count),
  };
}
