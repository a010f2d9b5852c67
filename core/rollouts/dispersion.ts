import type { EventCounts } from './e-process.ts';

/** With fewer minutes nothing is known of how they vary, and this is assumed. */
const fewestMinutes = 4;
const assumed = 2;
/** So many standard deviations above what chance gives are taken for chance. */
const tolerated = 1;

/**
 * How many times more the canary's share of the events varies from minute to minute than it would if each event were by
 * itself; at least 1, also where minutes are not known. Where an instance fails, all of its requests fail together: they
 * are one event rather than fifty. What both versions have together does not vary the share, and a canary that is worse
 * all the time has a steady one.
 *
 * Pearson's statistic over its degrees of freedom (McCullagh & Nelder, Generalized Linear Models, 1989, section 4.5), as far as it
 * exceeds chance. Evidence divided by it is lower, so its bound still holds.
 * @param counts with clusters; those of a group, such as the minutes at one weight, have the same expected share.
 */
export function dispersionOf(counts: readonly EventCounts[], groupOf: (cluster: number) => number): number {
  const minutes = new Map<number, { canary: number; all: number }>();
  for (const { cluster, canary, baseline } of counts) {
    if (cluster === undefined) continue;
    const known = minutes.get(cluster) ?? { canary: 0, all: 0 };
    minutes.set(cluster, { canary: known.canary + canary, all: known.all + canary + baseline });
  }
  if (minutes.size === 0) return 1;
  if (minutes.size < fewestMinutes) return assumed;
  const eventful = [...minutes].filter(([, { all }]) => all > 0);
  let [statistic, freedom] = [0, 0];
  for (const group of Map.groupBy(eventful, ([cluster]) => groupOf(cluster)).values()) {
    const all = group.reduce((sum, [, minute]) => sum + minute.all, 0);
    const share = group.reduce((sum, [, { canary }]) => sum + canary, 0) / all;
    if (share === 0 || share === 1) continue;
    for (const [, minute] of group)
      statistic += (minute.canary - minute.all * share) ** 2 / (minute.all * share * (1 - share));
    freedom += group.length - 1;
  }
  if (freedom === 0) return 1;
  return Math.max(1, statistic / (freedom + tolerated * Math.sqrt(2 * freedom)));
}
