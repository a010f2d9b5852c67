import { type CallGraph, downwardFrom, reachableFrom } from './call-graph.ts';
import { type Excess, excessOf, type NoiseFloor, type TimeSeries } from './excess.ts';

/** What is measured of a service: seconds a request takes on average, the share of requests that fail, requests. */
export interface ServiceSeries {
  readonly latency: TimeSeries;
  readonly failures: TimeSeries;
  readonly requests: TimeSeries;
}

export interface ObservedService {
  readonly name: string;
  /** Long before the incident; empty where there is none. */
  readonly baseline: ServiceSeries;
  /** Just before it. */
  readonly before: ServiceSeries;
  readonly during: ServiceSeries;
  /** Whether it is only seen from its caller's side. */
  readonly isRemote: boolean;
}

export interface Incident {
  readonly graph: CallGraph;
  readonly services: readonly ObservedService[];
  /** The service whose alarm went off, and what for. */
  readonly target: string;
  readonly metric: IncidentMetric;
  /** What the alarm was about, a high percentile perhaps: it tells when the incident was at its worst. */
  readonly alarm: Record<'baseline' | 'before' | 'during', TimeSeries>;
}

export type IncidentMetric = 'latency' | 'failures';

/** How far a service is to blame. */
export interface RootCauseCandidate {
  readonly name: string;
  /** Highest for the most suspect; those of one metric add up to 1, and a quarter of that of the other. */
  readonly score: number;
  /** Extra seconds, or failed requests, that passed through it. */
  readonly passed: number;
  /** The part of them that came from what it calls. */
  readonly fromCallees: number;
  /** Robust standard deviations from what it was. */
  readonly deviations: number;
}

const floors: Readonly<Record<IncidentMetric, NoiseFloor>> = {
  latency: { relative: 0.05, absolute: 1e-6 },
  failures: { relative: 0, absolute: 0.002 },
};
/** Below this many standard deviations a service is hardly suspect, whatever passed through it. */
const noteworthy = 3;
const hardly = 0.05;
/** What passed through a service says a little against it, even where its callees explain all. */
const passing = 0.1;
const remote = 0.5;
const otherMetric = 0.25;

/**
 * Who is to blame for an incident, the most suspect first: of the extra seconds (or failed requests) that passed through
 * each service on the alarmed one's way, the part that those it calls do not explain.
 *
 * blame_i = max(0, E_i - sum over callees c of E_c requests_i / sum over c's callers of requests) + 0.1 E_i, where
 * E_i = sum over time of w(t) excess_i(t) requests_i(t), and w(t) is the excess of the alarm, normalized.
 *
 * Only services that the alarmed one reaches are suspect; of a service that is not in the graph, only itself.
 */
export function rankRootCauses({
  graph,
  services,
  target,
  metric,
  alarm,
}: Incident): readonly RootCauseCandidate[] {
  const reached = reachableFrom(graph, target);
  const calls = downwardFrom(graph, target);
  const observed = services.filter(({ name }) => reached.has(name));
  const other: IncidentMetric = metric === 'latency' ? 'failures' : 'latency';
  const { above } = excessOf(alarm.baseline, alarm.before, alarm.during, floors[metric]);
  const weights = weightsOf(above, observed);
  const main = attributionsOf(calls, observed, metric, weights);
  const beside = attributionsOf(calls, observed, other, weights);
  return observed
    .map(({ name }): RootCauseCandidate => {
      const { blame, ...evidence } = main.get(name) ?? nothing;
      const score = blame + otherMetric * (beside.get(name)?.blame ?? 0);
      return { name, score, ...evidence };
    })
    .sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

interface Attribution {
  readonly blame: number;
  readonly passed: number;
  readonly fromCallees: number;
  readonly deviations: number;
}
const nothing: Attribution = { blame: 0, passed: 0, fromCallees: 0, deviations: 0 };

const excess = ({ baseline, before, during }: ObservedService, metric: IncidentMetric): Excess =>
  excessOf(baseline[metric], before[metric], during[metric], floors[metric]);

/** The worst time of the incident counts most; if the alarmed service shows nothing, all times count equally. */
function weightsOf(above: readonly number[], observed: readonly ObservedService[]): readonly number[] {
  const sum = above.reduce((total, value) => total + value, 0);
  if (sum > 0) return above.map((value) => value / sum);
  const length = Math.max(0, ...observed.map(({ during }) => during.requests.length));
  return Array.from({ length }, () => 1 / length);
}

function attributionsOf(
  graph: CallGraph,
  observed: readonly ObservedService[],
  metric: IncidentMetric,
  weights: readonly number[],
): ReadonlyMap<string, Attribution> {
  const requests = new Map(observed.map(({ name, during }) => [name, weighted(weights, during.requests)]));
  const excesses = new Map(observed.map((service) => [service.name, excess(service, metric)]));
  const passed = new Map(
    observed.map(({ name, during }) => {
      const above = excesses.get(name)?.above ?? [];
      return [
        name,
        weighted(
          weights,
          above.map((value, t) => value * (during.requests[t] ?? 0)),
        ),
      ];
    }),
  );
  const requestsOf = (name: string) => requests.get(name) ?? 0;
  /** What a caller gets of that which passed through one of its callees. */
  const shareOf = (caller: string, callee: string) => {
    const all = (graph.callers.get(callee) ?? []).reduce((sum, name) => sum + requestsOf(name), 0);
    return all === 0 ? 0 : ((passed.get(callee) ?? 0) * requestsOf(caller)) / all;
  };
  const found = observed.map(({ name, isRemote }): readonly [string, Attribution] => {
    const own = passed.get(name) ?? 0;
    const fromCallees = (graph.callees.get(name) ?? []).reduce(
      (sum, callee) => sum + shareOf(name, callee),
      0,
    );
    const deviations = weightedMean(weights, excesses.get(name)?.deviations ?? []);
    const notable = deviations < noteworthy ? (hardly * Math.max(0, deviations)) / noteworthy : 1;
    const blame = (Math.max(0, own - fromCallees) + passing * own) * notable * (isRemote ? remote : 1);
    return [name, { blame, passed: own, fromCallees: Math.min(own, fromCallees), deviations }];
  });
  const sum = found.reduce((total, [, { blame }]) => total + blame, 0);
  return new Map(found.map(([name, item]) => [name, { ...item, blame: sum === 0 ? 0 : item.blame / sum }]));
}

const weighted = (weights: readonly number[], values: TimeSeries): number =>
  values.reduce<number>((sum, value, t) => sum + (weights[t] ?? 0) * (value ?? 0), 0);

/** Over the times at which something was measured. */
function weightedMean(weights: readonly number[], values: TimeSeries): number {
  const weight = weights.reduce((sum, entry, t) => sum + (values[t] == null ? 0 : entry), 0);
  return weight === 0 ? 0 : weighted(weights, values) / weight;
}
