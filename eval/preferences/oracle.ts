import { seeded } from '#core/seeded.ts';
import { byWeight } from './draw.ts';
import type { Pair, Player } from './player.ts';
import { largest } from './simple-players.ts';
import { models, type World } from './world.ts';

/**
 * Knows the world's rules and the tastes of its groups, and nothing of its users: Bayes' rule on that, and one choice
 * in ten drawn by the probability to be the best. Nobody can do much better, however much is learned of the population.
 */
export function oracle({ tastes, options }: World, seed: number): Player {
  const { follow = 0.85, best = 0.8, others = [0.4, 0.6] } = options;
  const usual = (others[0] + others[1]) / 2;
  const random = seeded(seed);
  // Of each pair and model: ln of how much better "this is the best one" explains its rewards than "it is not".
  const gains = new Map<string, Float64Array>();
  const users = new Map<number, Set<number>>();
  const gainsOf = ({ user, task }: Pair) => gains.get(`${user} ${task}`);

  /** ln P(rewards | group) for one task, and the probability of each model to be the best there. */
  const explain = (pair: Pair, group: number) => {
    const gain = gainsOf(pair);
    const weights = Float64Array.from({ length: models }, (_, model) => {
      const prior = (model === tastes[group]?.[pair.task] ? follow : 0) + (1 - follow) / models;
      return prior * Math.exp(gain?.[model] ?? 0);
    });
    const sum = weights.reduce((total, weight) => total + weight, 0);
    return { log: Math.log(sum), best: weights.map((weight) => weight / sum) };
  };

  const probabilities = (pair: Pair): Float64Array => {
    const logs = tastes.map((_, group) =>
      [...(users.get(pair.user) ?? [])].reduce(
        (log, task) => log + explain({ user: pair.user, task }, group).log,
        0,
      ),
    );
    const top = Math.max(...logs);
    const found = new Float64Array(models);
    let sum = 0;
    for (const [group, log] of logs.entries()) {
      const weight = Math.exp(log - top);
      sum += weight;
      explain(pair, group).best.forEach((share, model) => {
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
        return byWeight(shares, random);
      }),
    async feedback(ratings) {
      for (const { user, task, model, reward } of ratings) {
        const gain = gainsOf({ user, task }) ?? new Float64Array(models);
        const ratio = reward * Math.log(best / usual) + (1 - reward) * Math.log((1 - best) / (1 - usual));
        gain[model] = (gain[model] ?? 0) + ratio;
        gains.set(`${user} ${task}`, gain);
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
