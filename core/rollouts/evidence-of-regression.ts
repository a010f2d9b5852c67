import { logWeightedSumExp } from '../numbers/log-sum-exp.ts';
import { type CountedMetric, type EvidenceKind, metricsOf } from './counted-metrics.ts';
import { dispersionOf } from './dispersion.ts';
import {
  type Bursts,
  type EventCounts,
  logEvidenceOfMoreErrors,
  logEvidenceOfRatioAbove,
} from './e-process.ts';
import { findBursts } from './find-bursts.ts';
import { type EndpointEvidence, type RequestCounts, type StepEvidence, shareOf } from './step-evidence.ts';

/**
 * How `plan.alpha` is divided. What is left is the canary alarm's, and the comparison with the usual rates once the canary
 * serves alone.
 */
export const shareOfAlpha: Readonly<Record<EvidenceKind, number>> = {
  errors: 0.6,
  latency: 0.25,
  statuses: 0.05,
};
const kinds = ['errors', 'latency', 'statuses'] as const;

/** Below these ratios more slow, redirected or rejected requests are real but not worth a rollback. */
export const toleratedExceedances = 1.05;
const toleratedStatuses = 1.25;

/** Of the evidence: what all endpoints together have of it for errors and statuses, and the improved one for latency. */
export const weightOfAll = 0.7;
export const weightOfImproved = 0.5;

/** One metric at one endpoint. */
export interface Contribution {
  readonly endpoint: string;
  readonly metric: CountedMetric;
  readonly logEvidence: number;
}

/** The evidence of one kind. */
export interface KindEvidence {
  readonly kind: EvidenceKind;
  /** The natural log of the evidence. */
  readonly logEvidence: number;
  /** From here on it is a regression: log(1 / its part of alpha). */
  readonly logThreshold: number;
  /** The endpoint and metric that contribute most; null without requests on both versions. */
  readonly strongest: Contribution | null;
}

/**
 * The evidence that the canary is worse, by kind; each kind reaches its threshold with at most its part of `alpha` for a version
 * that is not worse, so all together with at most `alpha` (union bound).
 *
 * Several endpoints: half of it for the improved one alone, or for errors all together, and the rest by endpoint, so that one
 * that regresses is not hidden by the others.
 * @param compared steps with only what both versions served.
 */
export function evidenceOfRegression(
  compared: readonly StepEvidence[],
  endpoint: string,
  alpha: number,
  areMinutesClusters: boolean,
): readonly KindEvidence[] {
  const entries = clustered(compared, areMinutesClusters);
  const seconds = compared.reduce((sum, step) => sum + step.seconds, 0);
  const evidenceOf = (group: readonly Clustered[], metric: CountedMetric) =>
    evidenceIn(group, metric, seconds < youngSeconds);
  const byEndpoint = Map.groupBy(entries, (entry) => entry.endpoint);
  return kinds.map((kind) => {
    const contributions = [...byEndpoint].flatMap(([name, own]) =>
      metricsOf[kind].map(
        (metric): Contribution => ({ endpoint: name, metric, logEvidence: evidenceOf(own, metric) }),
      ),
    );
    const pooled = (group: readonly Clustered[]) =>
      meanOf(metricsOf[kind].map((metric) => evidenceOf(group, metric)));
    const strongest = contributions.toSorted((a, b) => b.logEvidence - a.logEvidence)[0] ?? null;
    return {
      kind,
      logEvidence: combine(kind, endpoint, byEndpoint, contributions, pooled),
      logThreshold: Math.log(1 / (alpha * shareOfAlpha[kind])),
      strongest,
    };
  });
}

function combine(
  kind: EvidenceKind,
  improved: string,
  byEndpoint: ReadonlyMap<string, readonly Clustered[]>,
  contributions: readonly Contribution[],
  pooled: (group: readonly Clustered[]) => number,
): number {
  if (byEndpoint.size === 0) return 0;
  const meanAt = (chosen: (endpoint: string) => boolean) =>
    meanOf(contributions.filter(({ endpoint }) => chosen(endpoint)).map(({ logEvidence }) => logEvidence));
  if (byEndpoint.size === 1) return meanAt(() => true);
  const all = [...byEndpoint.values()].flat();
  if (kind !== 'latency' || !byEndpoint.has(improved))
    return logWeightedSumExp([weightOfAll, 1 - weightOfAll], [pooled(all), meanAt(() => true)]);
  const others = all.filter(({ endpoint }) => endpoint !== improved);
  return logWeightedSumExp(
    [weightOfImproved, (1 - weightOfImproved) / 2, (1 - weightOfImproved) / 2],
    [meanAt((name) => name === improved), pooled(others), meanAt((name) => name !== improved)],
  );
}

interface Clustered extends EndpointEvidence {
  readonly cluster?: number;
}

/** A rollout has few minutes to compare for so long. */
const youngSeconds = 300;

/** More than the minutes of any step. */
const stepLength = 1_000_000;

const stepOf = (cluster: number): number => Math.floor(cluster / stepLength);

/** Minutes are clusters, also across steps. */
function clustered(steps: readonly StepEvidence[], areMinutesClusters: boolean): readonly Clustered[] {
  return steps.flatMap(({ endpoints }, step) =>
    endpoints.map((entry) =>
      areMinutesClusters && entry.minute !== undefined
        ? { ...entry, cluster: step * stepLength + entry.minute }
        : entry,
    ),
  );
}

/** An instance that fails does so for up to two minutes of the clock; a new process is slow in its first one. */
const burstsOf = {
  errors: { reach: 1, usualMultiple: 5, prior: 1 },
  others: { reach: 0, usualMultiple: 1, prior: 50 },
};

function evidenceIn(
  entries: readonly Clustered[],
  { kind, events }: CountedMetric,
  isYoung: boolean,
): number {
  const options = kind === 'errors' ? burstsOf.errors : burstsOf.others;
  const bursts = burstsIn(entries, events, { ...options, isYoung });
  const counts = eventsOf(entries, events);
  if (kind === 'errors') {
    const evidence = logEvidenceOfMoreErrors(counts, 1, bursts);
    return evidence > 0 ? evidence / dispersionOf(counts, stepOf) : evidence;
  }
  if (kind === 'statuses') return logEvidenceOfMoreErrors(counts, toleratedStatuses, bursts);
  return logEvidenceOfRatioAbove(counts, toleratedExceedances, bursts);
}

function burstsIn(
  entries: readonly Clustered[],
  events: (counts: RequestCounts) => number,
  options: Parameters<typeof findBursts>[1],
): Bursts {
  const groups = Map.groupBy(entries, ({ cluster }) => cluster);
  const minutes = [...groups].flatMap(([cluster, group]) => {
    if (cluster === undefined) return [];
    const sum = (count: (entry: Clustered) => number) =>
      group.reduce((total, entry) => total + count(entry), 0);
    return [
      {
        cluster,
        isFirst: cluster % stepLength === 0,
        requests: sum(({ canary }) => canary.requests),
        events: sum(({ canary }) => events(canary)),
        baselineRequests: sum(({ baseline }) => baseline.requests),
        baselineEvents: sum(({ baseline }) => events(baseline)),
      },
    ];
  });
  return findBursts(minutes, options);
}

/** The events of the entries, each with the canary's share of the requests among which they happened. */
export function eventsOf(
  entries: readonly Clustered[],
  events: (counts: RequestCounts) => number,
): EventCounts[] {
  return entries.map((entry) => ({
    share: shareOf(entry),
    canary: events(entry.canary),
    baseline: events(entry.baseline),
    ...(entry.cluster === undefined ? {} : { cluster: entry.cluster }),
  }));
}

const meanOf = (logs: readonly number[]): number =>
  logWeightedSumExp(
    logs.map(() => 1 / logs.length),
    logs,
  );
