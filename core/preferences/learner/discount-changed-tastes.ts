import type { Population } from './population-model.ts';
import { discounted, type Taste } from './taste.ts';

/** The share of rewards that still counts when the user's group has given up that taste. */
const remembered = 0.02;
/** Membership is carried over with this doubt, so that a user can still leave the group. */
const doubt = 0.03;

/**
 * Applies the changes of the user's group to the user's taste. When a group's taste for a task has changed, the old
 * rewards of its members no longer count. What those rewards said about membership is kept: otherwise a change of all
 * tasks at once would scatter the group, which has to learn the new taste together.
 */
export function discountChangedTastes(population: Population, taste: Taste): Taste {
  if (taste.grouping !== population.grouping)
    return { ...taste, grouping: population.grouping, membership: null, carried: null, followed: 0 };
  const fresh = population.changes.filter(({ number }) => number > taste.followed);
  if (fresh.length === 0) return taste;
  const followed = fresh.reduce((latest, { number }) => Math.max(latest, number), taste.followed);
  const { membership } = taste;
  const mine = new Set(
    fresh.flatMap(({ group, task }) =>
      (membership?.[group] ?? 0) > 0.5 && taste.tasks.has(task) ? [task] : [],
    ),
  );
  if (membership === null || mine.size === 0) return { ...taste, followed };
  const tasks = new Map(
    [...taste.tasks].map(([task, ofTask]) => [
      task,
      mine.has(task) ? discounted(ofTask, remembered) : ofTask,
    ]),
  );
  const share = mine.size / taste.tasks.size;
  const carried = membership.map((probability, group) => {
    const said = Math.log(doubt / membership.length + (1 - doubt) * probability);
    const prior = Math.log(population.groups.shares[group] ?? 0);
    return (1 - share) * (taste.carried?.[group] ?? 0) + share * (said - prior);
  });
  return { ...taste, tasks, carried, followed };
}
