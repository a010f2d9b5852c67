import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { Play } from './play.ts';
import type { Player } from './player.ts';
import { randomByWeight, randomStream, seedFor } from './random-draws.ts';
import { drawWorld, tasks, type World, withFlippedTastes } from './world.ts';

/** The measured values of a trial, by their names in the table. */
export type Measures = Readonly<Record<string, number>>;

export interface Trial {
  readonly name: string;
  /** The world that the oracle knows. */
  world(seed: number): World;
  run(player: Player, world: World, seed: number): Promise<Measures>;
}

const percent = 100;

const base: Trial = {
  name: 'base',
  world: (seed) => drawWorld(seed),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    const measures: Record<string, number> = {};
    let until = Number.NaN;
    for (let round = 1; round <= 60; round += 1) {
      await play.round(world);
      const isScored = round === 10 || round === 30 || (Number.isNaN(until) && round > 15);
      if (!isScored) continue;
      const score = await play.score(world);
      if (Number.isNaN(until) && score.right >= 0.9) until = round;
      if (round === 10) measures['right after 10, %'] = percent * score.right;
      if (round !== 30) continue;
      measures['right after 30, %'] = percent * score.right;
      measures['right where confidence >= 0.9 after 30, %'] = percent * score.rightWhereConfident;
      measures['pairs with confidence >= 0.9 after 30, %'] = percent * score.confident;
      measures['calibration error after 30'] = score.calibrationError;
    }
    measures['ratings until 90 % (61: never)'] = Number.isNaN(until) ? 61 : until;
    measures['regret per pair over 60'] = play.regret / (world.bestOf.length * tasks);
    return measures;
  },
};

const hard: Trial = {
  name: 'hard',
  world: (seed) => drawWorld(seed, { best: 0.65, others: [0.45, 0.55] }),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    for (let round = 0; round < 100; round += 1) await play.round(world);
    return { 'right after 100, %': percent * (await play.score(world)).right };
  },
};

const flip: Trial = {
  name: 'flip',
  world: (seed) => drawWorld(seed),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    for (let round = 0; round < 50; round += 1) await play.round(world);
    const after = withFlippedTastes(world, seed);
    for (let round = 1; round <= 50; round += 1) {
      await play.round(after);
      if ((await play.score(after)).right >= 0.8) return { 'ratings until back at 80 % (51: never)': round };
    }
    return { 'ratings until back at 80 % (51: never)': 51 };
  },
};

const alone: Trial = {
  name: 'no shared structure',
  world: (seed) => drawWorld(seed, { follow: 0 }),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    for (let round = 0; round < 30; round += 1) await play.round(world);
    return { 'right after 30, %': percent * (await play.score(world)).right };
  },
};

const newcomers: Trial = {
  name: 'new user',
  world: (seed) => drawWorld(seed),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    for (let round = 0; round < 30; round += 1) await play.round(world);
    const arriving = drawWorld(seedFor(seed, 'newcomers'), { users: 300, like: world });
    const measures: Record<string, number> = {};
    for (let rating = 1; rating <= 40; rating += 1) {
      await play.rate(arriving, play.someTasks(arriving), world.bestOf.length);
      if (rating === 8 || rating === 40)
        measures[`right after ${rating} in total, %`] =
          percent * (await play.score(arriving, world.bestOf.length)).right;
    }
    return measures;
  },
};

const sparse: Trial = {
  name: 'sparse',
  world: (seed) => drawWorld(seed),
  async run(player, world, seed) {
    const play = new Play(player, seed);
    const random = randomStream(seed, 'who is busy');
    // Activity is log-normal, so that a few pairs have most of the ratings.
    const pairs = world.bestOf.flatMap((bests, user) => bests.map((_, task) => ({ user, task })));
    const busy = pairs.map(() => Math.exp(drawNormal(random)));
    const ratings = 5 * pairs.length;
    for (let hour = 0; hour < 10; hour += 1) {
      for (let i = 0; i < ratings / 10; i += 1) {
        const pair = pairs[randomByWeight(busy, random)];
        if (pair) await play.rate(world, [pair]);
      }
      await player.tick();
    }
    return { 'right at the end, %': percent * (await play.score(world)).right };
  },
};

export const trials: readonly Trial[] = [base, hard, newcomers, flip, sparse, alone];
