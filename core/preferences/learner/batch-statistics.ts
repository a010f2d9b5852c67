import type { Residual, RewardStatistics } from './add-reward.ts';

/** What all rewards since the last refit teach: sums alone, so that parts of it can be added up in any order. */
export interface BatchStatistics {
  rewards: number;
  lossByGroups: number;
  lossByCommon: number;
  /** By group, task and model. */
  readonly surprises: Map<string, Residual>;
}

export const emptyStatistics = (): BatchStatistics => ({
  rewards: 0,
  lossByGroups: 0,
  lossByCommon: 0,
  surprises: new Map(),
});

/** Adds a lesson to the tally, in place: there is one for every reward of everybody. */
export function addRewardStatistics(
  tally: BatchStatistics,
  { lossByGroups, lossByCommon, residuals: surprises }: RewardStatistics,
): void {
  tally.rewards += 1;
  tally.lossByGroups += lossByGroups;
  tally.lossByCommon += lossByCommon;
  for (const surprise of surprises) addResidual(tally, surprise);
}

/** The sum of both, in place of the first. */
export function addStatistics(
  tally: BatchStatistics,
  { rewards, lossByGroups, lossByCommon, surprises }: BatchStatistics,
): BatchStatistics {
  tally.rewards += rewards;
  tally.lossByGroups += lossByGroups;
  tally.lossByCommon += lossByCommon;
  for (const surprise of surprises.values()) addResidual(tally, surprise);
  return tally;
}

export function addResidual({ surprises }: BatchStatistics, surprise: Residual): void {
  const { group, task, model } = surprise;
  const key = `${group} ${task.length} ${task}${model}`;
  const known = surprises.get(key);
  surprises.set(key, known ? sum(known, surprise) : surprise);
}

function sum(a: Residual, b: Residual): Residual {
  return {
    ...a,
    weight: a.weight + b.weight,
    reward: a.reward + b.reward,
    expected: a.expected + b.expected,
    variance: a.variance + b.variance,
  };
}

/** The tally with every sum shrunk to a share of it: what it tells of the past. */
export function discountedStatistics(tally: BatchStatistics, share: number): BatchStatistics {
  const surprises = [...tally.surprises].map(
    ([key, item]) =>
      [
        key,
        {
          ...item,
          weight: item.weight * share,
          reward: item.reward * share,
          expected: item.expected * share,
          variance: item.variance * share,
        },
      ] as const,
  );
  return { ...tally, surprises: new Map(surprises) };
}
