import { Bandit } from 'bayesian-bandit';
import { median } from '#core/numbers/median.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { addReward } from '#core/preferences/learner/add-reward.ts';
import { emptyStatistics } from '#core/preferences/learner/batch-statistics.ts';
import { choose } from '#core/preferences/learner/choose.ts';
import { type Population, unknownPopulation } from '#core/preferences/learner/population-model.ts';
import { noProgress, refit } from '#core/preferences/learner/refit/refit.ts';
import { ageAt, type TaskTaste, type Taste, unknownTaste } from '#core/preferences/learner/taste.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const tasks = 8;
const models = Array.from({ length: 6 }, (_, i) => `model-${i}`);
const users = 200;
const ratings = 10;
const rounds = 40;
const callsPerRound = 500;
const at = 1_780_000_000_000;

/**
 * Time of a choice with 8 tasks and 6 models, for a user just read from a store, compared with a Thompson sampler that
 * knows only this user and task (a separate library, with one Beta per model).
 */
export async function measure(): Promise<BenchmarkRatio> {
  const random = seededRandom(1);
  const { population, tastes } = crowd(random);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = -2; round < rounds; round += 1) {
    const calls = Array.from({ length: callsPerRound }, (_, i) => ({
      taste: copied(tastes[(round + 2 + i) % tastes.length] ?? unknownTaste),
      task: `task-${i % tasks}`,
    }));
    const sides = [
      () =>
        milliseconds(() => {
          for (const { taste, task } of calls) choose({ population, taste, task, models, at }, random());
        }),
      () =>
        milliseconds(() => {
          for (const { taste, task } of calls)
            new Bandit({ arms: armsOf(taste.tasks.get(task)) }).selectArm();
        }),
    ] as const;
    // The order alternates, so that neither always profits from the other's warm-up. The first rounds only warm up.
    const [first, second] = round % 2 === 0 ? [0, 1] : [1, 0];
    const times = [0, 0];
    times[first] = sides[first]?.() ?? 0;
    times[second] = sides[second]?.() ?? 0;
    if (round < 0) continue;
    ours.push(times[0] ?? 0);
    theirs.push(times[1] ?? 0);
  }
  const ratios = ours.map((ms, i) => ms / (theirs[i] ?? Number.NaN)).sort((a, b) => a - b);
  const perCall = (roundTimes: readonly number[]) =>
    ((median(roundTimes) ?? Number.NaN) / callsPerRound).toFixed(4);
  return {
    subject: 'our choice, 8 tasks and 6 models',
    baseline: 'bayesian-bandit, one user and one task',
    ratio: median(ratios) ?? Number.NaN,
    spread: [ratios[0] ?? Number.NaN, ratios.at(-1) ?? Number.NaN],
    detail: `${perCall(ours)} ms of one core for ours, ${perCall(theirs)} ms for theirs (medians of ${rounds} rounds of ${callsPerRound} calls)`,
  };
}

function crowd(random: () => number): { readonly population: Population; readonly tastes: readonly Taste[] } {
  let population = unknownPopulation;
  let progress = noProgress;
  let statistics = emptyStatistics();
  let tastes: readonly Taste[] = Array.from({ length: users }, () => unknownTaste);
  for (let rating = 0; rating < ratings; rating += 1) {
    tastes = tastes.map((taste, user) => {
      let after = taste;
      for (let task = 0; task < tasks; task += 1) {
        const model = Math.floor(random() * models.length);
        const reward = random() < ((user + task) % models.length === model ? 0.8 : 0.5) ? 1 : 0;
        after = addReward(population, after, {
          task: `task-${task}`,
          model: models[model] ?? '',
          reward,
          at,
        }).taste;
      }
      return after;
    });
    ({ population, progress, statistics } = refit(population, tastes, statistics, progress, at, random));
  }
  return { population, tastes };
}

/** A copy as if just read from a store, without anything cached for the same user. */
const copied = (taste: Taste): Taste => ({
  ...taste,
  tasks: new Map([...taste.tasks].map(([task, taskTaste]) => [task, { ...taskTaste }])),
});

const armsOf = (taste: TaskTaste | undefined) =>
  models.map((model) => {
    const { count = 0, rewards = 0 } = taste?.arms.get(model) ?? {};
    return { count: count / ageAt(at), sum: rewards / ageAt(at) };
  });

function milliseconds(work: () => void): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}
