import type { Player, UserTask } from './player.ts';
import { randomByWeight, randomStream } from './random-draws.ts';
import { largest } from './simple-players.ts';
import { models, type World } from './world.ts';

/** What the oracle knows of one user at one task. */
interface PairKnowledge {
  /** Of each model: ln of how much better "this is the best one" explains its rewards than "it is not". */
  readonly gains: Float64Array;
  /** What follows for each group, until there is another reward. */
  byGroup: readonly { readonly log: number; readonly best: Float64Array }[] | null;
}

/**
 * Knows the world's rules and the tastes of its groups, and nothing of its users: Bayes' rule on that, and one choice
 * in ten drawn by the probability to be the best. Nobody can do much better, however much is learned of the population.
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

  /** For each group: ln P(rewards | group) at one task, and the probability of each model to be the best there. */
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
      rated.reduce((sum, byGroup) => sum + (byGroup[group]?.log ?? 0), 0),
    );
    const top = Math.max(...logs);
    const here = explain(pair);
    const found = new Float64Array(models);
    let sum = 0;
    for (const [group, log] of logs.entries()) {
      const weight = Math.exp(log - top);
      sum += weight;
      here[group]?.best.forEach((share, model) => {
        found[model] = (found[model] ?? 0) + weight * share;
      });
    }
    return found.map((share) => share / sum);
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
