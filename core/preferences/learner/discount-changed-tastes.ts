import type { Population } from './population-model.ts';
import { discounted, type Taste } from './taste.ts';

/** What is left of rewards that are about a taste which the user's group has given up. */
const remembered = 0.02;
/** Membership is carried over with this much doubt, so that it can be lost again. */
const doubt = 0.03;

/**
 * The taste once the changes of its group are taken in: where a group's taste for a task has changed, its members' old
 * rewards no longer count. What they said of the membership does, and is carried over, or a change of all tasks at once
 * would scatter the group that has to learn the new taste together.
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
