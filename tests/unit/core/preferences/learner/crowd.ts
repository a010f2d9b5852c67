import { seededRandom } from '#core/numbers/seeded-random.ts';
import { addReward } from '#core/preferences/learner/add-reward.ts';
import {
  addRewardStatistics,
  type BatchStatistics,
  emptyStatistics,
} from '#core/preferences/learner/batch-statistics.ts';
import { choose } from '#core/preferences/learner/choose.ts';
import { type Population, unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { predict } from '#core/preferences/learner/predict.ts';
import { noProgress, type Progress, refit } from '#core/preferences/learner/refit/refit.ts';
import { type Taste, unknownTaste } from '#core/preferences/learner/taste.ts';

export const models = ['a', 'b', 'c', 'd'];
export const tasks = ['code', 'mail', 'verse', 'plans'];

/** How probably a user likes a model at a task. */
export type Likes = (user: number, task: string, model: string) => number;

/** A few users and the learner, as one process would run them. */
export class Crowd {
  population: Population = unknownPopulation;
  readonly tastes = new Map<number, Taste>();
  #statistics: BatchStatistics = emptyStatistics();
  #progress: Progress = noProgress;
  #at = 1_780_000_000_000;
  readonly #random = seededRandom(3);

  get at(): number {
    return this.#at;
  }

  /** Each user rates each task so many times, and refits after each round. */
  rate(users: number, times: number, likes: Likes): void {
    for (let time = 0; time < times; time += 1) {
      for (let user = 0; user < users; user += 1) for (const task of tasks) this.rateOnce(user, task, likes);
      this.refit();
    }
  }

  rateOnce(user: number, task: string, likes: Likes): void {
    this.#at += 1_000;
    const choice = choose({ ...this.#asked(user, task), models }, this.#random());
    if (!choice) throw new Error('there are models');
    const reward = this.#random() < likes(user, task, choice.model) ? 1 : 0;
    this.give(user, task, choice.model, reward);
  }

  give(user: number, task: string, model: string, reward: number): void {
    const { taste, statistics } = addReward(this.population, this.#tasteOf(user), {
      task,
      model,
      reward,
      at: this.#at,
    });
    this.tastes.set(user, taste);
    addRewardStatistics(this.#statistics, statistics);
  }

  refit(): void {
    const done = refit(
      this.population,
      [...this.tastes.values()],
      this.#statistics,
      this.#progress,
      this.#at,
      this.#random,
    );
    this.population = done.population;
    this.#statistics = done.statistics;
    this.#progress = done.progress;
  }

  preferred(user: number, task: string, offered: readonly string[] = models): string | undefined {
    return offered[predict({ ...this.#asked(user, task), models: offered }).best];
  }

  mean(user: number, task: string, model: string): number {
    return predict({ ...this.#asked(user, task), models: [model] }).values[0]?.mean ?? Number.NaN;
  }

  /** The share of users and tasks whose most likely model is the preferred one. */
  right(users: number, likes: Likes): number {
    let right = 0;
    for (let user = 0; user < users; user += 1)
      for (const task of tasks) {
        const best = models.reduce((a, b) => (likes(user, task, b) > likes(user, task, a) ? b : a));
        if (this.preferred(user, task) === best) right += 1;
      }
    return right / (users * tasks.length);
  }

  #asked(user: number, task: string) {
    return { population: this.population, taste: this.#tasteOf(user), task, at: this.#at };
  }

  #tasteOf(user: number): Taste {
    return this.tastes.get(user) ?? unknownTaste;
  }
}
