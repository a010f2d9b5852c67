import { InvalidInput } from '#core/errors.ts';
import { addReward, type Reward, removeReward } from '#core/preferences/learner/add-reward.ts';
import {
  addRewardStatistics,
  type BatchStatistics,
  emptyStatistics,
} from '#core/preferences/learner/batch-statistics.ts';
import { bestProbabilities } from '#core/preferences/learner/best-probability.ts';
import { type Choice, choose } from '#core/preferences/learner/choose.ts';
import { type Population, unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { type PredictionRequest, predict } from '#core/preferences/learner/predict.ts';
import { noProgress, type Progress, refit } from '#core/preferences/learner/refit/refit.ts';
import { type Taste, unknownTaste } from '#core/preferences/learner/taste.ts';

/** The product's learner with an in-memory store. The caller provides all times. */
export class MemoryLearner {
  #population: Population = unknownPopulation;
  #statistics: BatchStatistics = emptyStatistics();
  #progress: Progress = noProgress;
  /** Tastes by user; the user with the latest feedback is last. */
  readonly #tastes = new Map<string, Taste>();
  readonly #rewardsById = new Map<string, Reward & { readonly user: string }>();
  #models = new Set<string>();
  readonly #random: () => number;

  /** @param random uniform in [0, 1). */
  constructor(random: () => number) {
    this.#random = random;
  }

  /** Offers exactly these models. Keeps what was learned about other models. */
  offer(models: readonly string[]): void {
    this.#models = new Set(models);
  }

  choose(user: string, task: string, at: number): Choice {
    const choice = choose(this.#request(user, task, at), this.#random());
    if (!choice) throw noModels();
    return choice;
  }

  /** The preferred model, and the probability that it is the best of the offered models. */
  predict(user: string, task: string, at: number): { readonly model: string; readonly confidence: number } {
    const request = this.#request(user, task, at);
    const { posterior, best } = predict(request);
    const model = request.models[best];
    if (model === undefined) throw noModels();
    return { model, confidence: bestProbabilities(posterior)[best] ?? 0 };
  }

  value(
    user: string,
    task: string,
    model: string,
    at: number,
  ): { readonly mean: number; readonly variance: number } {
    const { values } = predict({ ...this.#request(user, task, at), models: [model] });
    return values[0] ?? { mean: 0.5, variance: 0 };
  }

  /** Of feedback with the same id, what was given last counts, by its own time; an exact repetition changes nothing. */
  feedback(user: string, reward: Reward, id: string | undefined): void {
    this.#models.add(reward.model);
    const previous = id === undefined ? undefined : this.#rewardsById.get(id);
    if (previous && reward.at < previous.at) return;
    if (id !== undefined) this.#rewardsById.set(id, { ...reward, user });
    if (previous) {
      const { user: previousUser, ...previousReward } = previous;
      if (previousUser === user && isSame(previousReward, reward)) return;
      this.#keep(previousUser, removeReward(this.#tasteOf(previousUser), previousReward));
    }
    const { taste, statistics } = addReward(this.#population, this.#tasteOf(user), reward);
    this.#keep(user, taste);
    addRewardStatistics(this.#statistics, statistics);
  }

  /** Runs the scheduled refit. */
  refit(at: number): void {
    const { population, statistics, progress } = refit(
      this.#population,
      [...this.#tastes.values()],
      this.#statistics,
      this.#progress,
      at,
      this.#random,
    );
    this.#population = population;
    this.#statistics = statistics;
    this.#progress = progress;
  }

  #request(user: string, task: string, at: number): PredictionRequest {
    return { population: this.#population, taste: this.#tasteOf(user), task, models: [...this.#models], at };
  }

  #tasteOf(user: string): Taste {
    return this.#tastes.get(user) ?? unknownTaste;
  }

  #keep(user: string, taste: Taste): void {
    this.#tastes.delete(user);
    this.#tastes.set(user, taste);
  }
}

const isSame = (a: Reward, b: Reward): boolean =>
  a.task === b.task && a.model === b.model && a.reward === b.reward && a.at === b.at;

const noModels = () =>
  new InvalidInput('no model is known yet; announce some with {"op":"models","models":[…]}', {
    code: 'backtest/no-models',
  });
