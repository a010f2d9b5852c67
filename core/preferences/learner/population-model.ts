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
