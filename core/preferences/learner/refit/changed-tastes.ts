import type { BatchStatistics } from '../batch-statistics.ts';

/** With fewer rewards of members than this, no change is detected. */
const least = 8;
/** In standard deviations. Rewards vary more than a group's mean says, by half as much again. */
const certain = 4.5;
const overdispersion = 1.5;
/** The mean must also differ by this much: with many rewards even a small error of the fit is significant. */
const worthwhile = 0.1;

/** The groups and tasks whose members' rewards have changed since the last refit. */
export function changedTastes({
  residuals,
}: BatchStatistics): readonly { readonly group: number; readonly task: string }[] {
  const found = new Map<string, { readonly group: number; readonly task: string }>();
  for (const { group, task, weight, reward, expected, variance } of residuals.values()) {
    const off = Math.abs(reward - expected);
    const isChanged =
      weight > least && off > worthwhile * weight && off > certain * Math.sqrt(overdispersion * variance + 1);
    if (isChanged) found.set(`${group} ${task}`, { group, task });
  }
  return [...found.values()];
}
