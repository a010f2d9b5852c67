import type { Residual, RewardStatistics } from './add-reward.ts';

/** Statistics of all rewards since the last refit. They are sums, so parts can be added in any order. */
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

/** Adds the statistics of one reward, in place: this runs for every reward of every user. */
export function addRewardStatistics(
  statistics: BatchStatistics,
  { lossByGroups, lossByCommon, residuals: surprises }: RewardStatistics,
): void {
  statistics.rewards += 1;
  statistics.lossByGroups += lossByGroups;
  statistics.lossByCommon += lossByCommon;
  for (const surprise of surprises) addResidual(statistics, surprise);
}

/** Adds the second to the first, in place. */
export function addStatistics(
  statistics: BatchStatistics,
  { rewards, lossByGroups, lossByCommon, surprises }: BatchStatistics,
): BatchStatistics {
  statistics.rewards += rewards;
  statistics.lossByGroups += lossByGroups;
  statistics.lossByCommon += lossByCommon;
  for (const surprise of surprises.values()) addResidual(statistics, surprise);
  return statistics;
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

/** The statistics with every sum multiplied by a share: old rewards count less. */
export function discountedStatistics(statistics: BatchStatistics, share: number): BatchStatistics {
  const surprises = [...statistics.surprises].map(
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
  return { ...statistics, surprises: new Map(surprises) };
}
