import { randomBelow, randomStream } from './random-draws.ts';

export const tasks = 8;
export const models = 6;
const groups = 5;

/** How users of a world are, all of it drawn from a seed. */
export interface WorldOptions {
  readonly users?: number;
  /** The probability that a user's best model for a task is the group's. */
  readonly follow?: number;
  /** The probability of a thumbs-up for the best model, and the range of it for all others. */
  readonly best?: number;
  readonly others?: readonly [number, number];
  /** Users are of the same groups as those of this world. */
  readonly like?: World;
}

export interface World {
  readonly options: WorldOptions;
  /** Each group's best model per task. */
  readonly tastes: readonly (readonly number[])[];
  /** Each user's group. */
  readonly groupOf: readonly number[];
  /** `[user][task]` */
  readonly bestOf: readonly (readonly number[])[];
  /** The probability of a thumbs-up, `[user][task][model]`. */
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

/** The same users after all tastes have changed: who followed the group still does, and all bests are others. */
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
