import { logLikelihood } from './beta.ts';
import type { BetaMixture } from './density.ts';
import { borrowed, followsHere, type TaskLogLikelihoods } from './log-likelihoods.ts';
import { type Member, normalized } from './membership.ts';
import { groupCount, type Population } from './population-model.ts';
import { type Priors, priorsOf } from './priors.ts';
import { nothing, type TaskTaste, type Taste } from './taste.ts';

/** One hypothesis about a user's taste at a task; within it the arms are independent. */
export interface Hypothesis {
  readonly weight: number;
  /** In the order of the models asked about. */
  readonly arms: readonly BetaMixture[];
}

/** The posterior over some models for one user and task. The weights of the hypotheses add up to 1. */
export type Posterior = readonly Hypothesis[];

/** Hypotheses and Betas below this weight are dropped; the rest is rescaled. */
const negligible = 0.005;

/** For a task without ratings every group is equally likely. */
const nothingSaid: TaskLogLikelihoods = {
  ofGroups: Array.from<number>({ length: groupCount }).fill(0),
  apart: 0,
  own: 0,
};

/** Under the group model: the user follows the own group, another group, or no group, with independent arms. */
export function posteriorByGroups(
  population: Population,
  taste: Taste,
  { membership, evidence }: Member,
  task: string,
  models: readonly string[],
  age: number,
): Posterior {
  const here = taste.tasks.get(task);
  const found = evidence.get(task) ?? nothingSaid;
  const { follow, shares } = population.groups;
  const members = membership.map((weight, group) => weight * followsHere(found, group, follow));
  const others = Math.max(0, 1 - members.reduce((sum, weight) => sum + weight, 0));
  const following = members.map((weight, group) => {
    const likelihood = Math.exp((found.ofGroups[group] ?? 0) - found.own);
    return weight + others * borrowed * (shares[group] ?? 0) * likelihood;
  });
  const own = others * (1 - borrowed) * Math.exp(found.apart - found.own);
  const explain = (weight: number, priorOf: (priors: Priors) => BetaMixture): Hypothesis => ({
    weight,
    arms: models.map((model) => updated(priorOf(priorsOf(population, task, model)), here, model, age)),
  });
  return scaled([
    ...following.flatMap((weight, group) =>
      weight < negligible ? [] : [explain(weight, (priors) => priors.ofGroup[group] ?? priors.own)],
    ),
    ...(own < negligible ? [] : [explain(own, (priors) => priors.own)]),
  ]);
}

/** Under the common model, which holds for any user. */
export function posteriorByCommon(
  population: Population,
  taste: Taste,
  task: string,
  models: readonly string[],
  age: number,
): Posterior {
  const here = taste.tasks.get(task);
  const arms = models.map((model) => updated(priorsOf(population, task, model).common, here, model, age));
  return [{ weight: 1, arms }];
}

/** The mean and variance of the expected reward of each model. */
export function valuesOf(
  posterior: Posterior,
): readonly { readonly mean: number; readonly variance: number }[] {
  const models = posterior[0]?.arms.length ?? 0;
  return Array.from({ length: models }, (_, model) => {
    let mean = 0;
    let square = 0;
    for (const explanation of posterior)
      for (const { a, b, weight } of explanation.arms[model] ?? []) {
        const share = explanation.weight * weight;
        mean += (share * a) / (a + b);
        square += (share * a * (a + 1)) / ((a + b) * (a + b + 1));
      }
    return { mean, variance: Math.max(0, square - mean * mean) };
  });
}

/** Bayes' rule for one arm: each Beta is updated by the rewards and weighted by how well it predicted them. */
function updated(prior: BetaMixture, here: TaskTaste | undefined, model: string, age: number): BetaMixture {
  const arm = here?.arms.get(model) ?? nothing;
  if (arm.count <= 0) return prior;
  const rewards = arm.rewards / age;
  const count = arm.count / age;
  const weights =
    prior.length === 1
      ? [1]
      : normalized(prior.map((beta) => Math.log(beta.weight) + logLikelihood(beta, rewards, count)));
  return prior.flatMap(({ a, b }, i) => {
    const weight = weights[i] ?? 0;
    return weight < 1e-6 ? [] : [{ a: a + rewards, b: b + count - rewards, weight }];
  });
}

function scaled(explanations: readonly Hypothesis[]): Posterior {
  const sum = explanations.reduce((total, { weight }) => total + weight, 0);
  return explanations.map((item) => ({ ...item, weight: item.weight / sum }));
}
