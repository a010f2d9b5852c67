import type { Taste } from '../taste.ts';

/**
 * The tastes that a population is refitted from, laid out for many passes: the arms of a cell (one user at one task)
 * lie side by side, and so do the cells of a user.
 */
export interface Sample {
  readonly tasks: readonly string[];
  readonly models: readonly string[];
  /** User u has the cells `userStart[u]` to `userStart[u + 1]`. */
  readonly userStart: Int32Array;
  /** Cell c has the arms `cellStart[c]` to `cellStart[c + 1]`. */
  readonly cellStart: Int32Array;
  /** Of each cell. */
  readonly task: Int32Array;
  /** Of each arm, its place in a table of tasks and models: `task * models + model`. */
  readonly place: Int32Array;
  /** Of each arm: the sum of its rewards, and how many there were, weighted by age. */
  readonly rewards: Float64Array;
  readonly counts: Float64Array;
  /** Of each user: what earlier tastes said of the membership, by group; `null` where nothing. */
  readonly carried: readonly (readonly number[] | null)[];
}

/**
 * The tastes of those who were rated last, as many as have so many arms in all.
 * @param tastes who was rated last is last.
 */
export function latest(tastes: readonly Taste[], mostArms: number): readonly Taste[] {
  let arms = 0;
  let first = tastes.length;
  while (first > 0 && arms < mostArms) {
    first -= 1;
    for (const { arms: ofTask } of tastes[first]?.tasks.values() ?? []) arms += ofTask.size;
  }
  return tastes.slice(first);
}

/** Arms that have faded to less than this are left out. */
const faint = 0.01;

/**
 * @param age by which all sums are divided (see `ageAt`).
 * @param known tasks and models keep the places that they had.
 */
export function sampleOf(
  tastes: readonly Taste[],
  age: number,
  known: { readonly tasks: readonly string[]; readonly models: readonly string[] },
): Sample {
  const tasks = new Map(known.tasks.map((name, i) => [name, i]));
  const models = new Map(known.models.map((name, i) => [name, i]));
  for (const { tasks: ofUser } of tastes)
    for (const [task, { arms }] of ofUser) {
      if (!tasks.has(task)) tasks.set(task, tasks.size);
      for (const model of arms.keys()) if (!models.has(model)) models.set(model, models.size);
    }
  const userStart = [0];
  const cellStart = [0];
  const task: number[] = [];
  const place: number[] = [];
  const rewards: number[] = [];
  const counts: number[] = [];
  for (const { tasks: ofUser } of tastes) {
    for (const [name, { arms }] of ofUser) {
      const t = tasks.get(name) ?? 0;
      for (const [model, arm] of arms) {
        if (arm.count / age < faint) continue;
        place.push(t * models.size + (models.get(model) ?? 0));
        rewards.push(arm.rewards / age);
        counts.push(arm.count / age);
      }
      if (place.length === cellStart.at(-1)) continue;
      cellStart.push(place.length);
      task.push(t);
    }
    userStart.push(task.length);
  }
  return {
    tasks: [...tasks.keys()],
    models: [...models.keys()],
    userStart: Int32Array.from(userStart),
    cellStart: Int32Array.from(cellStart),
    task: Int32Array.from(task),
    place: Int32Array.from(place),
    rewards: Float64Array.from(rewards),
    counts: Float64Array.from(counts),
    carried: tastes.map(({ carried }) => carried),
  };
}
