import { betaOf } from './beta.ts';
import { type BetaMixture, keepDensityOf } from './density.ts';
import { levelCount, type Population, placeOf } from './population-model.ts';

/** The strength of a group's mean grows with the similarity of its members, up to the number of rewards behind it. */
export const smoothing = 5;
export function weightOf(strength: number, backing: number): number {
  return 1 / (1 / strength + 1 / (backing + smoothing));
}

/** A user's own taste may be unlike every group's: then it is near the mean, with little weight. */
export const broad = 4;
/** How often that is so. */
export const unlikeAnyGroup = 0.2;

/** The priors of a model at a task, before the user has rated it. */
export interface Priors {
  /** For members of each group: one Beta per group. */
  readonly ofGroup: readonly BetaMixture[];
  /** For users who do not follow their group: like any other group or, first, unlike all of them. */
  readonly own: BetaMixture;
  /** The levels of the common model. */
  readonly common: BetaMixture;
}

/** A task or model that was never seen gets the mean over all others, with the weight of a few rewards. */
export function priorsOf(population: Population, task: string, model: string): Priors {
  const byArm = cacheOf(population);
  // Names may hold anything: the length says where the one ends and the other begins.
  const key = `${task.length} ${task}${model}`;
  const known = byArm.get(key);
  if (known) return known;
  const made = makePriors(population, placeOf(population.tasks, task), placeOf(population.models, model));
  // Names come from callers: the cache must not grow with invented ones.
  if (byArm.size < 10_000) byArm.set(key, made);
  return made;
}

const caches = new WeakMap<Population, Map<string, Priors>>();
function cacheOf(population: Population): Map<string, Priors> {
  const known = caches.get(population);
  if (known) return known;
  const made = new Map<string, Priors>();
  caches.set(population, made);
  return made;
}

function makePriors({ tasks, models, common, groups }: Population, task: number, model: number): Priors {
  const cells = cellsOf(tasks.length, models.length, task, model);
  const size = tasks.length * models.length;
  const isKnown = task >= 0 && model >= 0;
  const average = (values: Float64Array, place: (cell: number) => number, ifNone: number) =>
    cells.length === 0
      ? ifNone
      : cells.reduce((sum, cell) => sum + (values[place(cell)] ?? 0), 0) / cells.length;
  const means = groups.shares.map((_, group) => average(groups.means, (cell) => group * size + cell, 0.5));
  const overall = means.reduce((sum, mean, group) => sum + mean * (groups.shares[group] ?? 0), 0);
  const ofGroup = means.map((mean, group): BetaMixture => {
    const backing = groups.backing[group * size + (cells[0] ?? 0)] ?? 0;
    const beta = isKnown ? betaOf(mean, weightOf(groups.strength, backing)) : betaOf(overall, smoothing);
    return [{ ...beta, weight: 1 }];
  });
  const own: BetaMixture = [
    { ...betaOf(overall, broad), weight: unlikeAnyGroup },
    ...ofGroup.flatMap((arm, group) =>
      arm.map((beta) => ({ ...beta, weight: (1 - unlikeAnyGroup) * (groups.shares[group] ?? 0) })),
    ),
  ];
  const levels = common.means.map((mean, level) => ({
    ...betaOf(mean, common.strengths[level] ?? 1),
    weight: average(common.weights, (cell) => cell * levelCount + level, 1 / levelCount),
  }));
  for (const arm of [...ofGroup, own, levels]) keepDensityOf(arm);
  return { ofGroup, own, common: levels };
}

/** The cells of the tables that speak for a task and model: its own, or all of the model, of the task, or of any. */
function cellsOf(tasks: number, models: number, task: number, model: number): readonly number[] {
  const all = (count: number, place: number) =>
    place >= 0 ? [place] : Array.from({ length: count }, (_, i) => i);
  return all(tasks, task).flatMap((t) => all(models, model).map((m) => t * models + m));
}
