import { randomBelow, randomStream } from './random-draws.ts';

export const tasks = 8;
export const models = 6;
const groups = 5;

/** The distribution of the users of a world. */
export interface WorldOptions {
  readonly users?: number;
  /** Probability that a user's best model for a task is the group's best model. */
  readonly follow?: number;
  /** Probability of a thumbs-up for the best model. */
  readonly best?: number;
  /** Range of the probability of a thumbs-up for all other models. */
  readonly others?: readonly [number, number];
  /** Users belong to the same groups as those of this world. */
  readonly like?: World;
}

export interface World {
  readonly options: WorldOptions;
  /** Each group's best model per task. */
  readonly tastes: readonly (readonly number[])[];
  /** Each user's group. */
  readonly groupOf: readonly number[];
  /** Each user's best model per task, `[user][task]`. */
  readonly bestOf: readonly (readonly number[])[];
  /** Probability of a thumbs-up, `[user][task][model]`. */
  readonly likes: readonly (readonly (readonly number[])[])[];
}

/** Draws a world: users in hidden groups, each with a best model for each task. */
export function drawWorld(seed: number, options: WorldOptions = {}): World {
  const random = randomStream(seed, 'world');
  const { users = 500, follow = 0.85, like } = options;
  const tastes = like?.tastes ?? table(groups, tasks, () => randomBelow(models, random));
  const groupOf = Array.from({ length: users }, () => randomBelow(groups, random));
  const bestOf = groupOf.map((group) =>
    (tastes[group] ?? []).map((best) => (random() < follow ? best : randomBelow(models, random))),
  );
  return { options, tastes, groupOf, bestOf, likes: drawLikes(bestOf, options, random) };
}

/** The same users after all tastes changed: users who followed their group still do, and every best model is another. */
export function withFlippedTastes(world: World, seed: number): World {
  const random = randomStream(seed, 'flip');
  const other = (best: number) => (best + 1 + randomBelow(models - 1, random)) % models;
  const tastes = world.tastes.map((taste) => taste.map(other));
  const bestOf = world.bestOf.map((bests, user) => {
    const group = world.groupOf[user] ?? 0;
    return bests.map((best, task) =>
      best === world.tastes[group]?.[task] ? (tastes[group]?.[task] ?? 0) : other(best),
    );
  });
  return { ...world, tastes, bestOf, likes: drawLikes(bestOf, world.options, random) };
}

function drawLikes(
  bestOf: readonly (readonly number[])[],
  { best = 0.8, others = [0.4, 0.6] }: WorldOptions,
  random: () => number,
): World['likes'] {
  const [low, high] = others;
  return bestOf.map((bests) =>
    bests.map((favorite) =>
      Array.from({ length: models }, (_, model) =>
        model === favorite ? best : low + (high - low) * random(),
      ),
    ),
  );
}

const table = (rows: number, columns: number, value: () => number) =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, value));
