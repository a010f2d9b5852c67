import { type CallGraph, downwardFrom, reachableFrom } from './call-graph.ts';
import { type Excess, excessOf, type NoiseFloor, type TimeSeries } from './excess.ts';

/** The measurements of a service: mean seconds per request, share of failed requests, requests. */
export interface ServiceSeries {
  readonly latency: TimeSeries;
  readonly failures: TimeSeries;
  readonly requests: TimeSeries;
}

export interface ObservedService {
  readonly name: string;
  /** Long before the incident; empty if there is none. */
  readonly baseline: ServiceSeries;
  /** Just before it. */
  readonly before: ServiceSeries;
  readonly during: ServiceSeries;
  /** Whether it is only measured by its callers. */
  readonly isRemote: boolean;
}

export interface Incident {
  readonly graph: CallGraph;
  readonly services: readonly ObservedService[];
  /** The service whose alarm went off, and the metric. */
  readonly target: string;
  readonly metric: IncidentMetric;
  /** The values that caused the alarm, for example a high percentile: they show when the incident was worst. */
  readonly alarm: Record<'baseline' | 'before' | 'during', TimeSeries>;
}

export type IncidentMetric = 'latency' | 'failures';

/** How suspect a service is. */
export interface RootCauseCandidate {
  readonly name: string;
  /** Highest for the most suspect service. Scores of the alarm's metric add up to 1, those of the other metric to a quarter. */
  readonly score: number;
  /** Extra seconds, or failed requests, that passed through it. */
  readonly passed: number;
  /** The part of them that its callees caused. */
  readonly fromCallees: number;
  /** Robust standard deviations from its reference. */
  readonly deviations: number;
}

const floors: Readonly<Record<IncidentMetric, NoiseFloor>> = {
  latency: { relative: 0.05, absolute: 1e-6 },
  failures: { relative: 0, absolute: 0.002 },
};
/** A service with a smaller deviation is hardly suspect, however much passed through it. */
const noteworthy = 3;
const hardly = 0.05;
/** The excess that passed through a service counts a little against it, even if its callees explain all of it. */
const passing = 0.1;
const remote = 0.5;
const otherMetric = 0.25;

/**
 * Ranks the suspects of an incident, most suspect first, by the extra seconds (or failed requests) that passed
 * through each service on its way to the alarmed service and that its callees do not explain.
 *
 * blame_i = max(0, E_i - sum over callees c of E_c requests_i / sum over c's callers of requests) + 0.1 E_i, where
 * E_i = sum over time of w(t) excess_i(t) requests_i(t), and w(t) is the excess of the alarm, normalized.
 *
 * Only services that the alarmed one reaches are suspect; if it is not in the graph, only the service itself.
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

/** The worst time of the incident counts most; if the alarmed service shows no excess, all times count equally. */
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
  /** The share of a callee's excess that passes on to the caller. */
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

/** Over the times with measurements. */
function weightedMean(weights: readonly number[], values: TimeSeries): number {
  const weight = weights.reduce((sum, entry, t) => sum + (values[t] == null ? 0 : entry), 0);
  return weight === 0 ? 0 : weighted(weights, values) / weight;
}
