/** The maximum number of latent groups; unused groups get a share of 0. */
export const groupCount = 8;

/** The number of levels of the common model: models that suit a user badly, somewhat, well. */
export const levelCount = 3;

/** The common model: each arm belongs to one of a few levels, and each level is a Beta. */
export interface Common {
  /** Of the levels. */
  readonly means: readonly number[];
  /** The strength of each level, in rewards. */
  readonly strengths: readonly number[];
  /** How probable each level is for a task and model, `[(task * models + model) * levelCount + level]`. */
  readonly weights: Float64Array;
}

/** What each group of users likes. */
export interface Groups {
  readonly shares: readonly number[];
  /** The probability that a user follows the group at a task. */
  readonly follow: number;
  /** The largest strength of a group's taste, in rewards; the larger, the more similar its members. */
  readonly strength: number;
  /** Expected reward, `[(group * tasks + task) * models + model]`. */
  readonly means: Float64Array;
  /** The number of members' rewards behind each mean, in the same layout. */
  readonly backing: Float64Array;
}

/** A detected change of a group's taste for a task. */
export interface TasteChange {
  /** From 1, in their order. */
  readonly number: number;
  readonly group: number;
  readonly task: string;
}

/** What all users share. It holds sums over many users, so no single user's data can be read from it. */
export interface Population {
  readonly tasks: readonly string[];
  readonly models: readonly string[];
  readonly common: Common;
  readonly groups: Groups;
  /** Whether the group model predicts better than the common model. */
  readonly hasGroups: boolean;
  /** Increases with each new grouping: statistics about an earlier grouping are void. */
  readonly grouping: number;
  /** Of this grouping. */
  readonly changes: readonly TasteChange[];
}

/** Before any feedback. */
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

/** The index of a task or a model in the tables of the population model; -1 if it was never seen. */
export const placeOf = (names: readonly string[], name: string): number => placesOf(names).get(name) ?? -1;

const places = new WeakMap<readonly string[], ReadonlyMap<string, number>>();
function placesOf(names: readonly string[]): ReadonlyMap<string, number> {
  const known = places.get(names);
  if (known) return known;
  const made = new Map(names.map((name, i) => [name, i]));
  places.set(names, made);
  return made;
}
