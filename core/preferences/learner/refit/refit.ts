import { type BatchStatistics, discountedStatistics } from '../batch-statistics.ts';
import { discountChangedTastes } from '../discount-changed-tastes.ts';
import {
  type Common,
  type Groups,
  groupCount,
  levelCount,
  type Population,
  placeOf,
} from '../population-model.ts';
import { ageAt, type Taste } from '../taste.ts';
import { changedTastes } from './changed-tastes.ts';
import { commonMeans, fitCommon } from './fit-common.ts';
import { type Fit, fitGroups, startFit } from './fit-groups.ts';
import { latest, type Sample, sampleOf } from './sample.ts';
import { seedGroups } from './seed-groups.ts';

/** What the refits keep from one to the next. */
export interface Progress {
  /** Sums of what both learners failed to foretell, in nats, the past fading. */
  readonly lossByGroups: number;
  readonly lossByCommon: number;
  /** Rewards so far, and when groups were last looked for afresh. */
  readonly rewards: number;
  readonly seededAt: number;
}

export const noProgress: Progress = { lossByGroups: 0, lossByCommon: 0, rewards: 0, seededAt: 0 };

/** What is common is fitted to so many arms at most, and the groups to so many: the work of a refit has a bound. */
const mostArms = 200_000;
const mostArmsForGroups = 30_000;

/** So many passes over everybody: from what is known, where little is new, and afresh. */
const passes = 6;
const passesForLittle = 2;
const passesAfresh = 10;
/** Up to this share of new rewards, and with no taste changed, what is known is nearly right. */
const little = 0.1;
/** Groups are looked for afresh each time that there are so many times as many rewards. */
const growth = 1.2;
/** Of what was lost a reward ago, this much still counts: about the last 5000 rewards do. */
const memory = 0.9998;
/** The groups are left only where what is common foretells better by this many nats: e^10 to 1. */
const margin = 10;
/** Fewer new rewards than this share of all teach nothing that would be worth a refit: they wait for the next one. */
const worthwhile = 0.01;
/** What is left of the surprises, which the next rewards are added to. */
const kept = 0.6;

/**
 * Learns anew what everybody teaches.
 *
 * @param tastes of a sample of the users; who was rated last is last.
 * @param tally since the last refit. What is left of it begins the next one.
 * @param at milliseconds since 1970.
 * @param random uniform in [0, 1).
 */
export function refit(
  before: Population,
  tastes: readonly Taste[],
  tally: BatchStatistics,
  progress: Progress,
  at: number,
  random: () => number,
): { readonly population: Population; readonly tally: BatchStatistics; readonly progress: Progress } {
  const changes = changedTastes(tally);
  if (!isWorthwhile(tally, progress)) return { population: before, tally, progress };
  const last = before.changes.at(-1)?.number ?? 0;
  const noticed: Population = {
    ...before,
    changes: [...before.changes, ...changes.map((change, i) => ({ ...change, number: last + i + 1 }))],
  };
  const age = ageAt(at);
  const following = latest(tastes, mostArms).map((taste) => discountChangedTastes(noticed, taste));
  const everybody = sampleOf(following, age, before);
  const { common: known, groups } = widened(before, everybody);
  const isLittle = changes.length === 0 && tally.rewards < little * progress.rewards;
  const common = fitCommon(everybody, known, isLittle);
  // The groups take some hundred times the work an arm, and need fewer.
  const sample = sampleOf(latest(following, mostArmsForGroups), age, everybody);
  const means = commonMeans(common);
  const rewards = progress.rewards + tally.rewards;
  const isDue = rewards > growth * progress.seededAt;
  const warm =
    before.tasks.length > 0
      ? fitGroups(sample, startFit(groups, sample), means, isLittle ? passesForLittle : passes)
      : null;
  const afresh =
    isDue && sample.task.length > 0
      ? fitGroups(sample, startFit(seedGroups(sample, groups, means, random), sample), means, passesAfresh)
      : null;
  const fit = better(warm, afresh);
  const isNew = fit !== null && fit === afresh;
  const losses = changes.length > manyChanges ? noProgress : losing(progress, tally);
  return {
    population: {
      tasks: sample.tasks,
      models: sample.models,
      common,
      groups: fit?.groups ?? groups,
      hasGroups: fit !== null && losses.lossByGroups < losses.lossByCommon + margin,
      grouping: isNew ? before.grouping + 1 : before.grouping,
      changes: isNew ? [] : noticed.changes.slice(-mostChanges),
    },
    tally: {
      ...discountedStatistics(withoutChanged(tally, changes), kept),
      rewards: 0,
      lossByGroups: 0,
      lossByCommon: 0,
    },
    progress: { ...losses, rewards, seededAt: isDue ? rewards : progress.seededAt },
  };
}

/** Whether a refit would learn anything: there are new rewards enough, or a group's taste has changed. */
export function isWorthwhile(tally: BatchStatistics, { rewards }: Progress): boolean {
  const isEnough = tally.rewards > 0 && tally.rewards >= worthwhile * rewards;
  return isEnough || changedTastes(tally).length > 0;
}

/** After so many changes at once, what was lost says nothing of which learner is better. */
const manyChanges = 3;
/** Older ones have been followed, or belong to users who have long been away. */
const mostChanges = 500;

function losing(progress: Progress, tally: BatchStatistics): Progress {
  const fading = memory ** tally.rewards;
  return {
    ...progress,
    lossByGroups: progress.lossByGroups * fading + tally.lossByGroups,
    lossByCommon: progress.lossByCommon * fading + tally.lossByCommon,
  };
}

function withoutChanged(
  tally: BatchStatistics,
  changes: readonly { readonly group: number; readonly task: string }[],
): BatchStatistics {
  const changed = new Set(changes.map(({ group, task }) => `${group} ${task}`));
  const surprises = [...tally.surprises].filter(([, { group, task }]) => !changed.has(`${group} ${task}`));
  return { ...tally, surprises: new Map(surprises) };
}

const better = (a: Fit | null, b: Fit | null): Fit | null =>
  a === null || (b !== null && b.likelihood > a.likelihood) ? b : a;

/** The tables with the places of the sample; what is new starts as what is not known. */
function widened(
  { tasks, models, common, groups }: Population,
  sample: Sample,
): { readonly common: Common; readonly groups: Groups } {
  const size = sample.tasks.length * sample.models.length;
  const from = (place: number): number => {
    const task = placeOf(tasks, sample.tasks[Math.floor(place / sample.models.length)] ?? '');
    const model = placeOf(models, sample.models[place % sample.models.length] ?? '');
    return task >= 0 && model >= 0 ? task * models.length + model : -1;
  };
  const old = tasks.length * models.length;
  const table = (values: Float64Array, ifNew: number) =>
    Float64Array.from({ length: groupCount * size }, (_, i) => {
      const at = from(i % size);
      return at < 0 ? ifNew : (values[Math.floor(i / size) * old + at] ?? ifNew);
    });
  return {
    common: {
      ...common,
      weights: Float64Array.from({ length: size * levelCount }, (_, i) => {
        const at = from(Math.floor(i / levelCount));
        return at < 0 ? 1 / levelCount : (common.weights[at * levelCount + (i % levelCount)] ?? 0);
      }),
    },
    groups: { ...groups, means: table(groups.means, 0.5), backing: table(groups.backing, 0) },
  };
}
