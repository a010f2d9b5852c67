import { merge } from '../performance/sketch/sketch.ts';
import type { WindowPart } from '../performance/windows/window-part.ts';
import { defaultExclusion } from '../service/manifest.ts';
import { minute } from '../time.ts';
import { countsOfPart } from './counts-of-part.ts';
import { type LossyTime, lossyTimes } from './lossy-times.ts';
import { type Rollout, type RolloutStage, secondsAt } from './rollout.ts';
import { addCounts, type EndpointEvidence, noRequests, type StepEvidence } from './step-evidence.ts';
import { thresholdsOf } from './thresholds.ts';

/** The requests of both sides of a step. */
interface Sides {
  readonly seconds: number;
  readonly canary: readonly WindowPart[];
  readonly baseline: readonly WindowPart[];
}

/** Parts that are this short are counted by minute; longer ones would mix minutes. In milliseconds. */
const longestOfMinute = minute / 2;

/**
 * Sorts the measurements of a rollout by weight, version and endpoint and, where the versions served side by side, by minute: what
 * only one of them reported of a bad minute must not be compared with the other's good ones. Where a part spans minutes, its
 * window takes the place of the minute. Minutes in which a process is known to have lost measurements are left out.
 *
 * Only parts whose requests all began at one weight count: a part that straddles a change of weights would mix two
 * probabilities. An endpoint without thresholds (never seen before the rollout) is measured against those of both versions
 * together at the first weight.
 */
export function gatherEvidence(rollout: Rollout, parts: readonly WindowPart[], now: number): StepEvidence[] {
  const thresholds = { ...thresholdsOfUnseen(rollout, parts), ...rollout.thresholds };
  const lossy = lossyTimes(parts, now);
  return rollout.stages.map((stage) => stepOf({ ...rollout, thresholds }, stage, parts, lossy, now));
}

function stepOf(
  rollout: Rollout,
  stage: RolloutStage,
  parts: readonly WindowPart[],
  lossy: readonly LossyTime[],
  now: number,
): StepEvidence {
  const { comparison } = rollout;
  const sidesOf = comparison === 'concurrent' ? beside : beforeAndAfter;
  const { seconds, canary, baseline } = sidesOf(rollout, stage, parts, now);
  const all = [...canary, ...baseline];
  const isByMinute = comparison === 'concurrent' && all.every(isOfOneMinute);
  const timeOf = (part: WindowPart): number =>
    isByMinute ? Math.floor((part.from - stage.since) / minute) : part.windowStart;
  const isLossy = (part: WindowPart): boolean => {
    const [from, to] = isByMinute
      ? [stage.since + timeOf(part) * minute, stage.since + (timeOf(part) + 1) * minute]
      : [part.from, part.to];
    return comparison === 'concurrent' && lossy.some((time) => time.from < to && time.to >= from);
  };
  const kept = all.filter((part) => !isLossy(part));
  const groups = Map.groupBy(kept, (part) =>
    comparison === 'concurrent' ? `${part.endpoint} ${timeOf(part)}` : part.endpoint,
  );
  const endpoints = [...groups.values()]
    .map((group) => evidenceFrom(group, rollout, isByMinute && group[0] ? timeOf(group[0]) : null))
    .sort((a, b) =>
      a.endpoint < b.endpoint ? -1 : a.endpoint > b.endpoint ? 1 : (a.minute ?? 0) - (b.minute ?? 0),
    );
  const measurements = lossy
    .filter(({ from, to }) => comparison === 'concurrent' && from < (stage.until ?? now) && to >= stage.since)
    .reduce((sum, { lost }) => sum + lost, 0);
  const minutes = new Set(all.filter(isLossy).map(timeOf)).size;
  return {
    comparison,
    weight: stage.weight,
    seconds,
    endpoints,
    ...(measurements > 0 ? { losses: { measurements, minutes } } : {}),
  };
}

/** A whole minute of an outside system has no part of a minute in common with another one. */
function isOfOneMinute({ from, to }: WindowPart): boolean {
  return to - from <= longestOfMinute || Math.floor(from / minute) === Math.floor(to / minute);
}

/** @param group parts of one endpoint; at least one. */
function evidenceFrom(
  group: readonly WindowPart[],
  { version, thresholds }: Pick<Rollout, 'version' | 'thresholds'>,
  ofMinute: number | null,
): EndpointEvidence {
  const endpoint = group[0]?.endpoint ?? '';
  const counts = (isCanary: boolean) =>
    group
      .filter((part) => (part.version === version) === isCanary)
      .map((part) => countsOfPart(part, thresholds[endpoint]))
      .reduce(addCounts, noRequests);
  return {
    endpoint,
    ...(ofMinute === null ? {} : { minute: ofMinute }),
    canary: counts(true),
    baseline: counts(false),
  };
}

/** For equal versions, which request is whose is random: the thresholds of both together favor neither. */
function thresholdsOfUnseen(rollout: Rollout, parts: readonly WindowPart[]): Rollout['thresholds'] {
  const [first] = rollout.stages;
  if (!first || rollout.comparison !== 'concurrent') return {};
  const ofBoth = between(parts, first.since, first.until ?? Number.POSITIVE_INFINITY).filter(
    ({ version, endpoint }) =>
      (version === rollout.version || version === rollout.baseline) && !(endpoint in rollout.thresholds),
  );
  const groups = Map.groupBy(ofBoth, ({ endpoint }) => endpoint);
  return Object.fromEntries(
    [...groups].map(([endpoint, group]) => [
      endpoint,
      thresholdsOf(merge(group.map(({ sketch }) => sketch)), 0, defaultExclusion),
    ]),
  );
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
