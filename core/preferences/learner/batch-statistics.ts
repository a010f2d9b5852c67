import type { Residual, RewardStatistics } from './add-reward.ts';

/** Statistics of all rewards since the last refit. They are sums, so parts can be added in any order. */
export interface BatchStatistics {
  rewards: number;
  lossByGroups: number;
  lossByCommon: number;
  /** By group, task and model. */
  readonly residuals: Map<string, Residual>;
}

export const emptyStatistics = (): BatchStatistics => ({
  rewards: 0,
  lossByGroups: 0,
  lossByCommon: 0,
  residuals: new Map(),
});

/** Adds the statistics of one reward, in place: this runs for every reward of every user. */
export function addRewardStatistics(
  statistics: BatchStatistics,
  { lossByGroups, lossByCommon, residuals }: RewardStatistics,
): void {
  statistics.rewards += 1;
  statistics.lossByGroups += lossByGroups;
  statistics.lossByCommon += lossByCommon;
  for (const residual of residuals) addResidual(statistics, residual);
}

/** Adds the second to the first, in place. */
export function addStatistics(
  statistics: BatchStatistics,
  { rewards, lossByGroups, lossByCommon, residuals }: BatchStatistics,
): BatchStatistics {
  statistics.rewards += rewards;
  statistics.lossByGroups += lossByGroups;
  statistics.lossByCommon += lossByCommon;
  for (const residual of residuals.values()) addResidual(statistics, residual);
  return statistics;
}

export function addResidual({ residuals }: BatchStatistics, residual: Residual): void {
  const { group, task, model } = residual;
  const key = `${group} ${task.length} ${task}${model}`;
  const known = residuals.get(key);
  residuals.set(key, known ? sum(known, residual) : residual);
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
  const residuals = [...statistics.residuals].map(
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
  return { ...statistics, residuals: new Map(residuals) };
}
