import { drawNormal } from '#core/numbers/normal-distribution.ts';
import type { Player, Prediction, UserTask } from './player.ts';
import { randomStream } from './random-draws.ts';
import { models } from './world.ts';

interface Cell {
  readonly mean: Float64Array;
  readonly rewards: Float64Array;
  readonly counts: Float64Array;
}

const emptyCell = (): Cell => ({
  mean: new Float64Array(models).fill(0.5),
  rewards: new Float64Array(models),
  counts: new Float64Array(models),
});

/** A player that learns each user and task separately. */
function perPair(decide: (cell: Cell) => number, predict: (cell: Cell) => Prediction): Player {
  const cells = new Map<string, Cell>();
  const cellOf = ({ user, task }: UserTask): Cell => {
    const key = `${user} ${task}`;
    const known = cells.get(key) ?? emptyCell();
    cells.set(key, known);
    return known;
  };
  return {
    choose: async (pairs) => pairs.map((pair) => decide(cellOf(pair))),
    async feedback(ratings) {
      for (const { model, reward, ...pair } of ratings) {
        const { mean, rewards, counts } = cellOf(pair);
        mean[model] = (mean[model] ?? 0) + 0.1 * (reward - (mean[model] ?? 0));
        rewards[model] = (rewards[model] ?? 0) + reward;
        counts[model] = (counts[model] ?? 0) + 1;
      }
    },
    predict: async (pairs) => pairs.map((pair) => predict(cellOf(pair))),
    tick: async () => undefined,
    stop: async () => undefined,
  };
}

/** A greedy moving average with rate 0.1, which the product used before; its value serves as the confidence. */
export function movingAverage(): Player {
  const best = ({ mean }: Cell) => largest(mean);
  return perPair(best, (cell) => ({ model: best(cell), confidence: cell.mean[best(cell)] ?? 0 }));
}

/** Thompson sampling with one Beta per user, task and model. */
export function thompson(seed: number): Player {
  const random = randomStream(seed, 'Thompson');
  const draw = ({ rewards, counts }: Cell) =>
    counts.map((count, model) =>
      betaDraw(1 + (rewards[model] ?? 0), 1 + count - (rewards[model] ?? 0), random),
    );
  return perPair(
    (cell) => largest(draw(cell)),
    (cell) => {
      const model = largest(cell.counts.map((count, i) => ((cell.rewards[i] ?? 0) + 1) / (count + 2)));
      const wins = Array.from({ length: 200 }, () => largest(draw(cell))).filter(
        (won) => won === model,
      ).length;
      return { model, confidence: wins / 200 };
    },
  );
}

export function largest(values: Float64Array): number {
  let best = 0;
  values.forEach((value, i) => {
    if (value > (values[best] ?? 0)) best = i;
  });
  return best;
}

function betaDraw(a: number, b: number, random: () => number): number {
  const x = gammaDraw(a, random);
  return x / (x + gammaDraw(b, random));
}

/** Marsaglia and Tsang (2000), for a shape of at least 1. */
function gammaDraw(shape: number, random: () => number): number {
  const d = shape - 1 / 3;
  for (;;) {
    const deviate = drawNormal(random);
    const v = (1 + deviate / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < deviate ** 2 / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
}
