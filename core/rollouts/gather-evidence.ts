import { countAbove } from '../performance/sketch/sketch.ts';
import type { WindowPart } from '../performance/windows/window-part.ts';
import { type Rollout, type RolloutStage, secondsAt, type Thresholds } from './rollout.ts';
import {
  addCounts,
  type EndpointEvidence,
  noRequests,
  type RequestCounts,
  type StepEvidence,
} from './step-evidence.ts';

/** The requests of both sides of a step. */
interface Sides {
  readonly seconds: number;
  readonly canary: readonly WindowPart[];
  readonly baseline: readonly WindowPart[];
}

/**
 * Sorts the measurements of a rollout by weight, version and endpoint and, where the versions served side by side, by window: what
 * only one of them reported of a bad minute must not be compared with the other's good ones.
 *
 * Only parts whose requests all began at one weight count: a part that straddles a change of weights would mix two
 * probabilities. Endpoints without thresholds (never seen before the rollout) count for errors, not for latency.
 */
export function gatherEvidence(rollout: Rollout, parts: readonly WindowPart[], now: number): StepEvidence[] {
  const { comparison } = rollout;
  const sidesOf = comparison === 'concurrent' ? beside : beforeAndAfter;
  const groupOf = ({ endpoint, windowStart }: WindowPart): string =>
    comparison === 'concurrent' ? `${endpoint} ${windowStart}` : endpoint;
  return rollout.stages.map((stage) => {
    const { seconds, canary, baseline } = sidesOf(rollout, stage, parts, now);
    const groups = Map.groupBy([...canary, ...baseline], groupOf);
    const sorted = [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      comparison,
      weight: stage.weight,
      seconds,
      endpoints: sorted.map(([, group]) => evidenceFrom(group, rollout)),
    };
  });
}

/** @param group parts of one endpoint; at least one. */
function evidenceFrom(
  group: readonly WindowPart[],
  { version, thresholds }: Pick<Rollout, 'version' | 'thresholds'>,
): EndpointEvidence {
  const endpoint = group[0]?.endpoint ?? '';
  const counts = (isCanary: boolean) =>
    group
      .filter((part) => (part.version === version) === isCanary)
      .map((part) => countsOfPart(part, thresholds[endpoint]))
      .reduce(addCounts, noRequests);
  return { endpoint, canary: counts(true), baseline: counts(false) };
}

/** The earliest time whose requests may be evidence at `now`: before and after are equally long. */
export function evidenceSince({ comparison, stages }: Rollout, now: number): number {
  const begun = stages[0]?.since ?? now;
  return comparison === 'concurrent' ? begun : begun - (now - begun);
}

function beside(
  { version, baseline }: Rollout,
  stage: RolloutStage,
  parts: readonly WindowPart[],
  now: number,
): Sides {
  const within = between(parts, stage.since, stage.until ?? now);
  return {
    seconds: secondsAt(stage, now),
    canary: within.filter((part) => part.version === version),
    baseline: within.filter((part) => part.version === baseline),
  };
}

/** After: since the pipeline deployed the new version. Before: an equally long time up to the merge. */
function beforeAndAfter(
  { version, baseline }: Rollout,
  { since, until }: RolloutStage,
  parts: readonly WindowPart[],
  now: number,
): Sides {
  const end = until ?? now;
  const canary = between(parts, since, end).filter((part) => part.version === version);
  const firstSeen = canary.reduce((first, { from }) => Math.min(first, from), end);
  const before = between(parts, since - (end - firstSeen), since);
  return {
    seconds: (end - firstSeen) / 1_000,
    canary,
    baseline: before.filter((part) => part.version === baseline),
  };
}

function between(parts: readonly WindowPart[], from: number, to: number): readonly WindowPart[] {
  return parts.filter((part) => part.from >= from && part.to <= to);
}

function countsOfPart(part: WindowPart, thresholds: Thresholds | undefined): RequestCounts {
  const above = (threshold: number) => countAbove(part.sketch, threshold);
  return {
    requests: part.count,
    errors: part.errors,
    ...(thresholds ? slowness(thresholds, above) : { slower: [0, 0, 0], aboveQuartile: 0 }),
  };
}

function slowness(
  { quartile, tolerated: [p50, p90, p99] }: Thresholds,
  above: (threshold: number) => number,
): Pick<RequestCounts, 'slower' | 'aboveQuartile'> {
  return { slower: [above(p50), above(p90), above(p99)], aboveQuartile: above(quartile) };
}
