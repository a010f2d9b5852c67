import { detectChange } from './detect-change.ts';
import { discountChangedTastes } from './discount-changed-tastes.ts';
import { followsHere } from './log-likelihoods.ts';
import { memberOf } from './membership.ts';
import type { Population } from './population-model.ts';
import { posteriorByCommon, posteriorByGroups } from './posterior.ts';
import { predictionFrom } from './predict.ts';
import { ageOf, type Taste, weightAt, withReward } from './taste.ts';

/** One answer and how much the user liked it. */
export interface Reward {
  readonly task: string;
  readonly model: string;
  /** In [0, 1]. */
  readonly reward: number;
  /** When it was given, in milliseconds since 1970. */
  readonly at: number;
}

/** What one reward adds to the batch statistics: sums over all users. */
export interface RewardStatistics {
  /** The negative log likelihood of the reward, in nats, under the group model and under the common model. */
  readonly lossByGroups: number;
  readonly lossByCommon: number;
  /** The difference between the reward and what each group predicts. */
  readonly residuals: readonly Residual[];
}

export interface Residual {
  readonly group: number;
  readonly task: string;
  readonly model: string;
  /** The probability that the user follows the group here; the other fields are multiplied by it. */
  readonly weight: number;
  readonly reward: number;
  readonly expected: number;
  readonly variance: number;
}

/** Adds one reward to a taste. The order of rewards matters only for detecting changes. */
export function addReward(
  population: Population,
  before: Taste,
  { task, model, reward, at }: Reward,
): { readonly taste: Taste; readonly statistics: RewardStatistics } {
  const known = discountChangedTastes(population, before);
  const taste = { ...known, latest: Math.max(known.latest, at) };
  const age = ageOf(taste, at);
  const weight = weightAt(at);
  const here = taste.tasks.get(task);
  const models = [...new Set([model, ...(here?.arms.keys() ?? [])])];
  const member = memberOf(population, taste, age);
  const byGroups = predictionFrom(posteriorByGroups(population, taste, member, task, models, age));
  const byCommon = predictionFrom(posteriorByCommon(population, taste, task, models, age));
  const prediction = population.hasGroups ? byGroups : byCommon;
  const expected = prediction.best === 0 ? (prediction.values[0]?.mean ?? null) : null;
  const learned = detectChange(withReward(here, model, reward, weight), model, reward, expected, weight);
  const after = { ...taste, tasks: new Map(taste.tasks).set(task, learned) };
  const expectedByGroups = byGroups.values[0]?.mean ?? 0.5;
  return {
    taste: {
      ...after,
      membership: memberOf(population, after, age).membership,
    },
    statistics: {
      lossByGroups: lossOf(reward, expectedByGroups),
      lossByCommon: lossOf(reward, byCommon.values[0]?.mean ?? 0.5),
      residuals: member.membership.flatMap((probability, group) => {
        const evidence = member.evidence.get(task);
        const { follow } = population.groups;
        const share = probability * (evidence ? followsHere(evidence, group, follow) : follow);
        if (share < 0.02) return [];
        return [{ group, task, model, weight: share, ...weighed(share, reward, expectedByGroups) }];
      }),
    },
  };
}

const weighed = (share: number, reward: number, expected: number) => ({
  reward: share * reward,
  expected: share * expected,
  variance: share * share * expected * (1 - expected),
});

function lossOf(reward: number, expected: number): number {
  const p = Math.min(0.999, Math.max(0.001, expected));
  return -(reward * Math.log(p) + (1 - reward) * Math.log(1 - p));
}

/** Removes a reward that was withdrawn, as if it had never been given. */
export function removeReward(taste: Taste, { task, model, reward, at }: Reward): Taste {
  const here = taste.tasks.get(task);
  if (!here?.arms.has(model)) return taste;
  return { ...taste, tasks: new Map(taste.tasks).set(task, withReward(here, model, reward, -weightAt(at))) };
}
