import type { Player, UserTask } from './player.ts';
import { randomByWeight, randomStream } from './random-draws.ts';
import { largest } from './simple-players.ts';
import { models, type World } from './world.ts';

/** What the oracle knows about one user and task. */
interface PairKnowledge {
  /** For each model: the log-likelihood ratio of its rewards under "this is the best model" and "it is not". */
  readonly gains: Float64Array;
  /** The cached result of `explain`, until the next reward. */
  byGroup: readonly { readonly log: number; readonly best: Float64Array }[] | null;
}

/**
 * Knows the rules of the world and the tastes of its groups, but nothing about its users. Applies Bayes' rule to that,
 * and draws one choice in ten by each model's probability of being the best. No learner can do much better, however much
 * it learns about the population.
 */
export function oracle({ tastes, options }: World, seed: number): Player {
  const { follow = 0.85, best = 0.8, others = [0.4, 0.6] } = options;
  const usual = (others[0] + others[1]) / 2;
  const random = randomStream(seed, 'oracle');
  const pairs = new Map<string, PairKnowledge>();
  const users = new Map<number, Set<number>>();

  const knownOf = ({ user, task }: UserTask): PairKnowledge => {
    const key = `${user} ${task}`;
    const known = pairs.get(key) ?? { gains: new Float64Array(models), byGroup: null };
    pairs.set(key, known);
    return known;
  };

  /** For each group: ln P(rewards | group) for one task, and each model's probability of being the best for it. */
  const explain = (pair: UserTask): NonNullable<PairKnowledge['byGroup']> => {
    const known = knownOf(pair);
    known.byGroup ??= tastes.map((taste) => {
      const weights = known.gains.map((gain, model) => {
        const prior = (model === taste[pair.task] ? follow : 0) + (1 - follow) / models;
        return prior * Math.exp(gain);
      });
      const sum = weights.reduce((total, weight) => total + weight, 0);
      return { log: Math.log(sum), best: weights.map((weight) => weight / sum) };
    });
    return known.byGroup;
  };

  const probabilities = (pair: UserTask): Float64Array => {
    const rated = [...(users.get(pair.user) ?? [])].map((task) => explain({ user: pair.user, task }));
    const logs = tastes.map((_, group) =>
      rated.reduce((sum, explained) => sum + (explained[group]?.log ?? 0), 0),
    );
    const top = Math.max(...logs);
    const byGroup = explain(pair);
    const mixed = new Float64Array(models);
    let sum = 0;
    for (const [group, log] of logs.entries()) {
      const weight = Math.exp(log - top);
      sum += weight;
      byGroup[group]?.best.forEach((share, model) => {
        mixed[model] = (mixed[model] ?? 0) + weight * share;
      });
    }
    return mixed.map((share) => share / sum);
  };

  return {
    choose: async (pairs) =>
      pairs.map((pair) => {
        const shares = probabilities(pair);
        if (random() >= 0.1) return largest(shares);
        return randomByWeight(shares, random);
      }),
    async feedback(ratings) {
      for (const { user, task, model, reward } of ratings) {
        const known = knownOf({ user, task });
        const ratio = reward * Math.log(best / usual) + (1 - reward) * Math.log((1 - best) / (1 - usual));
        known.gains[model] = (known.gains[model] ?? 0) + ratio;
        known.byGroup = null;
        users.set(user, (users.get(user) ?? new Set()).add(task));
      }
    },
    predict: async (pairs) =>
      pairs.map((pair) => {
        const shares = probabilities(pair);
        const model = largest(shares);
        return { model, confidence: shares[model] ?? 0 };
      }),
    tick: async () => undefined,
    stop: async () => undefined,
  };
}
