import type { Player, UserTask } from './player.ts';
import { randomBelow, randomStream } from './random-draws.ts';
import { tasks, type World } from './world.ts';

/** How well a player predicts its users. Shares in [0, 1]. */
export interface Score {
  readonly right: number;
  /** Share that is right among predictions with a confidence of at least 0.9. */
  readonly rightWhereConfident: number;
  /** Share of predictions with a confidence of at least 0.9. */
  readonly confident: number;
  /** Expected calibration error over ten bins of confidence. */
  readonly calibrationError: number;
}

/** Plays rounds of ratings with a player. An hour ends after each round. */
export class Play {
  readonly #player: Player;
  readonly #random: () => number;
  #regret = 0;

  constructor(player: Player, seed: number) {
    this.#player = player;
    this.#random = randomStream(seed, 'play');
  }

  /** Total expected likes that the player missed. */
  get regret(): number {
    return this.#regret;
  }

  /** One rating for each user and task, in a random order that never has two concurrent ratings of one user. */
  async round(world: World, firstUser = 0): Promise<void> {
    const turns = world.bestOf.map(() => shuffled(tasks, this.#random));
    for (let turn = 0; turn < tasks; turn += 1)
      await this.rate(
        world,
        turns.map((order, user) => ({ user, task: order[turn] ?? 0 })),
        firstUser,
      );
    await this.#player.tick();
  }

  /** One rating for each of these pairs, which have different users. */
  async rate(world: World, pairs: readonly UserTask[], firstUser = 0): Promise<void> {
    const chosen = await this.#player.choose(pairs.map((pair) => shifted(pair, firstUser)));
    const ratings = pairs.map((pair, i) => {
      const likes = world.likes[pair.user]?.[pair.task] ?? [];
      const model = chosen[i] ?? 0;
      const like = likes[model] ?? 0;
      this.#regret += Math.max(...likes) - like;
      return { ...shifted(pair, firstUser), model, reward: this.#random() < like ? 1 : 0 };
    });
    await this.#player.feedback(ratings);
  }

  /** All users of a world, each with a random task. */
  someTasks(world: World): readonly UserTask[] {
    return world.bestOf.map((_, user) => ({ user, task: randomBelow(tasks, this.#random) }));
  }

  async score(world: World, firstUser = 0): Promise<Score> {
    const pairs = world.bestOf.flatMap((bests, user) => bests.map((_, task) => ({ user, task })));
    const predictions = await this.#player.predict(pairs.map((pair) => shifted(pair, firstUser)));
    return scoreOf(
      predictions.map(({ model, confidence }, i) => ({
        confidence,
        isRight: model === world.bestOf[pairs[i]?.user ?? 0]?.[pairs[i]?.task ?? 0],
      })),
    );
  }
}

function scoreOf(predictions: readonly { readonly confidence: number; readonly isRight: boolean }[]): Score {
  const confident = predictions.filter(({ confidence }) => confidence >= 0.9);
  const bins = Array.from({ length: 10 }, () => 0);
  for (const { confidence, isRight } of predictions) {
    const bin = Math.min(9, Math.floor(confidence * 10));
    bins[bin] = (bins[bin] ?? 0) + confidence - Number(isRight);
  }
  return {
    right: shareRight(predictions),
    rightWhereConfident: shareRight(confident),
    confident: confident.length / predictions.length,
    calibrationError: bins.reduce((sum, difference) => sum + Math.abs(difference), 0) / predictions.length,
  };
}

const shareRight = (predictions: readonly { readonly isRight: boolean }[]): number =>
  predictions.filter(({ isRight }) => isRight).length / predictions.length;

const shifted = (pair: UserTask, firstUser: number): UserTask => ({ ...pair, user: pair.user + firstUser });

function shuffled(count: number, random: () => number): readonly number[] {
  return Array.from({ length: count }, (_, i) => ({ i, order: random() }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ i }) => i);
}
