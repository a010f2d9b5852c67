import type { Player, UserTask } from './player.ts';
import { randomBelow, randomStream } from './random-draws.ts';
import { tasks, type World } from './world.ts';

/** How well a player knows its users. Shares in [0, 1]. */
export interface Score {
  readonly right: number;
  /** Right where the confidence is at least 0.9, and the share of pairs for which it is. */
  readonly rightWhereSure: number;
  readonly sure: number;
  /** Expected calibration error over ten bins of confidence. */
  readonly calibrationError: number;
}

/** One rating after the other for whoever comes, in rounds; the hour is over after each. */
export class Play {
  readonly #player: Player;
  readonly #random: () => number;
  #regret = 0;

  constructor(player: Player, seed: number) {
    this.#player = player;
    this.#random = randomStream(seed, 'play');
  }

  /** Expected likes that were missed, in all. */
  get regret(): number {
    return this.#regret;
  }

  /** Each pair once, in any order in which no user is asked twice at once. */
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

  /** One rating for each of these pairs of different users. */
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

  /** Some users of a world, each for a random task. */
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
  const sure = predictions.filter(({ confidence }) => confidence >= 0.9);
  const bins = Array.from({ length: 10 }, () => 0);
  for (const { confidence, isRight } of predictions) {
    const bin = Math.min(9, Math.floor(confidence * 10));
    bins[bin] = (bins[bin] ?? 0) + confidence - Number(isRight);
  }
  return {
    right: shareRight(predictions),
    rightWhereSure: shareRight(sure),
    sure: sure.length / predictions.length,
    calibrationError: bins.reduce((sum, off) => sum + Math.abs(off), 0) / predictions.length,
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
