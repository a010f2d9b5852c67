import { ageOf, type Taste } from '../taste.ts';

/**
 * The tastes of a refit, laid out for many passes: the arms of a cell (one user at one task) are adjacent, and so are
 * the cells of a user.
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
  /** For each user: the log weights from earlier tastes, by group; `null` if there are none. */
  readonly carried: readonly (readonly number[] | null)[];
}

/**
 * The tastes of the users with the latest ratings, up to a total number of arms.
 * @param tastes the user with the latest rating is last.
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

/** Arms discounted below this weight are left out. */
const faint = 0.01;

/**
 * @param age by which all sums are divided (see `ageAt`).
 * @param known tasks and models keep the places that they had, as long as there is room for all.
 */
export function sampleOf(
  tastes: readonly Taste[],
  at: number,
  known: { readonly tasks: readonly string[]; readonly models: readonly string[] },
): Sample {
  const { tasks, models } = namesIn(tastes, known);
  const userStart = [0];
  const cellStart = [0];
  const task: number[] = [];
  const place: number[] = [];
  const rewards: number[] = [];
  const counts: number[] = [];
  for (const taste of tastes) {
    const age = ageOf(taste, at);
    for (const [name, { arms }] of taste.tasks) {
      const t = tasks.get(name);
      if (t === undefined) continue;
      for (const [item, arm] of arms) {
        const model = models.get(item);
        if (model === undefined || arm.count / age < faint) continue;
        place.push(t * models.size + model);
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

/** A population is one record: its tables have room for so many tasks, and so many places in all. */
const mostTasks = 64;
const mostPlaces = 4_500;

type Places = ReadonlyMap<string, number>;

/** The places of tasks and models: of more than there is room for, those that most users have rated. */
function namesIn(
  tastes: readonly Taste[],
  known: { readonly tasks: readonly string[]; readonly models: readonly string[] },
): { readonly tasks: Places; readonly models: Places } {
  const tasks = new Map(known.tasks.map((name) => [name, 0]));
  const models = new Map(known.models.map((name) => [name, 0]));
  for (const { tasks: ofUser } of tastes)
    for (const [task, { arms }] of ofUser) {
      tasks.set(task, (tasks.get(task) ?? 0) + 1);
      for (const model of arms.keys()) models.set(model, (models.get(model) ?? 0) + 1);
    }
  const places = placesOf(tasks, mostTasks);
  return { tasks: places, models: placesOf(models, Math.floor(mostPlaces / Math.max(1, places.size))) };
}

function placesOf(users: ReadonlyMap<string, number>, most: number): Places {
  const byUsers = users.size > most ? [...users].toSorted(([, a], [, b]) => b - a) : [...users];
  const kept = new Set(byUsers.slice(0, most).map(([name]) => name));
  return new Map([...users.keys()].filter((name) => kept.has(name)).map((name, i) => [name, i]));
}
