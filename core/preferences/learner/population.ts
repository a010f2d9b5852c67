import { type Beta, betaOf } from './beta.ts';

/** How many hidden groups of users there may be; those that nobody needs get no share. */
export const groupCount = 8;

/** How many levels an arm may come from where users share nothing: models that suit a user badly, somewhat, well. */
export const levelCount = 3;

/** What holds for any user at all: each arm is of one of a few levels, each level a Beta. */
export interface Common {
  /** Of the levels. */
  readonly means: readonly number[];
  /** How many rewards each level weighs. */
  readonly strengths: readonly number[];
  /** How probable each level is for a task and model, `[(task * models + model) * levelCount + level]`. */
  readonly weights: Float64Array;
}

/** What each group of users likes. */
export interface Groups {
  readonly shares: readonly number[];
  /** The probability that a user follows the group at a task. */
  readonly follow: number;
  /** How many rewards a group's taste weighs at most; the larger, the more its followers are alike. */
  readonly strength: number;
  /** Expected reward, `[(group * tasks + task) * models + model]`. */
  readonly means: Float64Array;
  /** How many rewards of followers each mean rests on, laid out likewise. */
  readonly backing: Float64Array;
}

/** A group's taste for a task that was found to have changed. */
export interface TasteChange {
  /** From 1, in their order. */
  readonly number: number;
  readonly group: number;
  readonly task: string;
}

/** What everybody together teaches. Nobody's own data can be read from it: it holds sums over many. */
export interface Population {
  readonly tasks: readonly string[];
  readonly models: readonly string[];
  readonly common: Common;
  readonly groups: Groups;
  /** Whether the groups predict better than what is common alone does. */
  readonly hasGroups: boolean;
  /** Counts how often the groups were found anew: what is kept about another grouping is void. */
  readonly grouping: number;
  /** Of this grouping. */
  readonly changes: readonly TasteChange[];
}

/** Before anybody has said anything. */
export const unknownPopulation: Population = {
  tasks: [],
  models: [],
  common: { means: [0.3, 0.5, 0.7], strengths: [12, 12, 12], weights: new Float64Array() },
  groups: {
    shares: Array.from({ length: groupCount }, () => 1 / groupCount),
    follow: 0.7,
    strength: 32,
    means: new Float64Array(),
    backing: new Float64Array(),
  },
  hasGroups: false,
  grouping: 0,
  changes: [],
};

/** The place of a task or a model in the tables of a population; -1 where it was never seen. */
export const placeOf = (names: readonly string[], name: string): number => placesOf(names).get(name) ?? -1;

const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>();
function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  const known = places.get(names);
  if (known) return known;
  const made = new Map(names.map((name, i) => [name, i]));
  places.set(names, made);
  return made;
}

/** A group's mean weighs as much as its followers are alike, and no more than what it rests on. */
export const smoothing = 5;
export function weightOf(strength: number, backing: number): number {
  return 1 / (1 / strength + 1 / (backing + smoothing));
}

/** A taste of the user's own is at times unlike every group's: then it is about the mean, with little weight. */
export const broad = 4;
/** How often that is so. */
export const unlikeAnyGroup = 0.2;

/** What the population expects of a model at a task, for the computations of one user's belief. */
export interface Priors {
  /** Each group's, by group. */
  readonly ofGroup: readonly Beta[];
  /** Of a taste unlike any group's. */
  readonly broad: Beta;
  /** The levels of what is common, with their probabilities. */
  readonly common: readonly (Beta & { readonly weight: number })[];
}

/** A task or model that was never seen gets the mean over those that were, with the weight of a few rewards. */
export function priorsOf(population: Population, task: string, model: string): Priors {
  const byArm = cacheOf(population);
  const key = `${task}\n${model}`;
  const known = byArm.get(key);
  if (known) return known;
  const made = makePriors(population, placeOf(population.tasks, task), placeOf(population.models, model));
  // Names come from outside: the cache must not grow with those that were made up.
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
  const isKnown = cells.length === 1;
  const average = (values: Float64Array, place: (cell: number) => number, ifNone: number) =>
    cells.length === 0
      ? ifNone
      : cells.reduce((sum, cell) => sum + (values[place(cell)] ?? 0), 0) / cells.length;
  const means = groups.shares.map((_, group) => average(groups.means, (cell) => group * size + cell, 0.5));
  const overall = means.reduce((sum, mean, group) => sum + mean * (groups.shares[group] ?? 0), 0);
  return {
    ofGroup: means.map((mean, group) => {
      const backing = isKnown ? (groups.backing[group * size + (cells[0] ?? 0)] ?? 0) : 0;
      return isKnown ? betaOf(mean, weightOf(groups.strength, backing)) : betaOf(overall, smoothing);
    }),
    broad: betaOf(overall, broad),
    common: common.means.map((mean, level) => ({
      ...betaOf(mean, common.strengths[level] ?? 1),
      weight: average(common.weights, (cell) => cell * levelCount + level, 1 / levelCount),
    })),
  };
}

/** The cells of the tables that speak for a task and model: its own, or all of the model, of the task, or of any. */
function cellsOf(tasks: number, models: number, task: number, model: number): readonly number[] {
  const all = (count: number, place: number) =>
    place >= 0 ? [place] : Array.from({ length: count }, (_, i) => i);
  return all(tasks, task).flatMap((t) => all(models, model).map((m) => t * models + m));
}
