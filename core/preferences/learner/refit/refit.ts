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
import type { Taste } from '../taste.ts';
import { changedTastes } from './changed-tastes.ts';
import { commonMeans, fitCommon } from './fit-common.ts';
import { type Fit, fitGroups, startFit } from './fit-groups.ts';
import { latest, type Sample, sampleOf } from './sample.ts';
import { seedGroups } from './seed-groups.ts';

/** State that is kept from one refit to the next. */
export interface Progress {
  /** Discounted sums of the losses of both models, in nats. */
  readonly lossByGroups: number;
  readonly lossByCommon: number;
  /** Rewards so far, and their number when groups were last searched from scratch. */
  readonly rewards: number;
  readonly seededAt: number;
}

export const noProgress: Progress = { lossByGroups: 0, lossByCommon: 0, rewards: 0, seededAt: 0 };

/** The maximum number of arms for the common model and for the groups: this bounds the work of a refit. */
const mostArms = 200_000;
const mostArmsForGroups = 30_000;

/** Passes over the sample: from the last fit, with little new data, and from scratch. */
const passes = 6;
const passesForLittle = 2;
const passesFromScratch = 10;
/** Up to this share of new rewards, and without changed tastes, the last fit is nearly right. */
const little = 0.1;
/** Groups are searched from scratch each time the number of rewards has grown by this factor. */
const growth = 1.2;
/** The discount of the losses per reward: about the last 5000 rewards count. */
const memory = 0.9998;
/** The group model is given up only if the common model predicts better by this many nats: e^10 to 1. */
const margin = 10;
/** With fewer new rewards than this share of all, a refit is not worth its cost: they wait for the next one. */
const worthwhile = 0.01;
/** The discounted residuals, to which the next rewards are added. */
const kept = 0.6;

/**
 * Computes the population model from a sample of tastes and the batch statistics.
 *
 * @param tastes of a sample of the users; the user with the latest rating is last.
 * @param statistics since the last refit. The discounted rest begins the next one.
 * @param at milliseconds since 1970.
 * @param random uniform in [0, 1).
 */
export function refit(
  before: Population,
  tastes: readonly Taste[],
  statistics: BatchStatistics,
  progress: Progress,
  at: number,
  random: () => number,
): { readonly population: Population; readonly statistics: BatchStatistics; readonly progress: Progress } {
  const changes = changedTastes(statistics);
  if (!isWorthwhile(statistics, progress)) return { population: before, statistics, progress };
  const last = before.changes.at(-1)?.number ?? 0;
  const noticed: Population = {
    ...before,
    changes: [...before.changes, ...changes.map((change, i) => ({ ...change, number: last + i + 1 }))],
  };
  const following = latest(tastes, mostArms).map((taste) => discountChangedTastes(noticed, taste));
  const everybody = sampleOf(following, at, before);
  const { common: known, groups } = widened(before, everybody);
  const isLittle = changes.length === 0 && statistics.rewards < little * progress.rewards;
  const common = fitCommon(everybody, known, isLittle);
  // The groups cost about a hundred times more per arm, and need fewer arms.
  const sample = sampleOf(latest(following, mostArmsForGroups), at, everybody);
  const means = commonMeans(common);
  const rewards = progress.rewards + statistics.rewards;
  const isDue = rewards > growth * progress.seededAt;
  const warm =
    before.tasks.length > 0
      ? fitGroups(sample, startFit(groups, sample), means, isLittle ? passesForLittle : passes)
      : null;
  const fromScratch =
    isDue && sample.task.length > 0
      ? fitGroups(
          sample,
          startFit(seedGroups(sample, groups, means, random), sample),
          means,
          passesFromScratch,
        )
      : null;
  const fit = better(warm, fromScratch);
  const isNew = fit !== null && fit === fromScratch;
  const losses = changes.length > manyChanges ? noProgress : losing(progress, statistics);
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
    statistics: {
      ...discountedStatistics(withoutChanged(statistics, changes), kept),
      rewards: 0,
      lossByGroups: 0,
      lossByCommon: 0,
    },
    progress: { ...losses, rewards, seededAt: isDue ? rewards : progress.seededAt },
  };
}

/** Whether a refit would change anything: there are enough new rewards, or a group's taste has changed. */
export function isWorthwhile(statistics: BatchStatistics, { rewards }: Progress): boolean {
  const isEnough = statistics.rewards > 0 && statistics.rewards >= worthwhile * rewards;
  return isEnough || changedTastes(statistics).length > 0;
}

/** After many changes at once, past losses do not say which model is better. */
const manyChanges = 3;
/** Older changes have been applied, or belong to users who have long been away. */
const mostChanges = 500;

function losing(progress: Progress, statistics: BatchStatistics): Progress {
  const fading = memory ** statistics.rewards;
  return {
    ...progress,
    lossByGroups: progress.lossByGroups * fading + statistics.lossByGroups,
    lossByCommon: progress.lossByCommon * fading + statistics.lossByCommon,
  };
}

function withoutChanged(
  statistics: BatchStatistics,
  changes: readonly { readonly group: number; readonly task: string }[],
): BatchStatistics {
  const changed = new Set(changes.map(({ group, task }) => `${group} ${task}`));
  const residuals = [...statistics.residuals].filter(
    ([, { group, task }]) => !changed.has(`${group} ${task}`),
  );
  return { ...statistics, residuals: new Map(residuals) };
}

const better = (a: Fit | null, b: Fit | null): Fit | null =>
  a === null || (b !== null && b.likelihood > a.likelihood) ? b : a;

/** The tables with the indices of the sample; new entries start as unknown. */
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
