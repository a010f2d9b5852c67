import { experts, type Last } from './experts.ts';
import type { WeeklyMoment } from './weekly-moment.ts';

/** Discounted counts of a user's activities in one circumstance. */
interface ActivityCounts {
  readonly total: number;
  /** By activity. */
  readonly counts: ReadonlyMap<string, number>;
}

/** Everything kept about one user's activities. */
export interface Habits {
  /** By expert and circumstance; the latest is last. */
  readonly statistics: ReadonlyMap<string, ActivityCounts>;
  /** The weight of each expert; the weights add up to 1. */
  readonly trust: readonly number[];
  readonly last: Last | null;
}

export const noHabits: Habits = {
  statistics: new Map(),
  trust: experts.map(() => 1 / experts.length),
  last: null,
};

export interface PredictedActivity {
  readonly activity: string;
  /** In (0, 1); those of all known activities add up to 1. */
  readonly probability: number;
}

/** The discount, at each visit, of earlier counts in that circumstance and of the experts' weights. */
const memory = 0.98;
/** How many visits an expert's parent counts for. */
const backing = 4;
/** Circumstances kept of one user: the record stays small, whatever names are sent. */
const mostCircumstances = 400;

/**
 * Predicts the user's next activity, most probable first: the experts' predictions, p(a | c) = (count + 4
 * p_parent(a)) / (n + 4), mixed by how well each has predicted so far.
 *
 * @param common how often all users together do each activity: the prediction for an unknown user, and for activities
 * this user never did.
 */
export function predictActivity(
  habits: Habits,
  moment: WeeklyMoment,
  common: ReadonlyMap<string, number>,
): readonly PredictedActivity[] {
  const own = habits.statistics.get(keyOf('ever', ''))?.counts.keys() ?? [];
  const names = [...new Set([...common.keys(), ...own])];
  const predictions = expertPredictions(habits, moment, names, common);
  return names
    .map((activity, i) => ({ activity, probability: mixed(habits.trust, predictions, i) }))
    .toSorted((a, b) => b.probability - a.probability || (a.activity < b.activity ? -1 : 1));
}

/**
 * Updates the habits by an activity. The weight of each expert is multiplied by the probability it gave to that activity:
 * W <- (W p(a))^0.98, normalized.
 */
export function withActivity(
  habits: Habits,
  activity: string,
  moment: WeeklyMoment,
  common: ReadonlyMap<string, number>,
): Habits {
  const names = [...new Set([...common.keys(), activity])];
  const predictions = expertPredictions(habits, moment, names, common);
  const place = names.indexOf(activity);
  const trusted = habits.trust.map((trust, i) => (trust * (predictions[i]?.[place] ?? 0)) ** memory);
  const sum = trusted.reduce((total, item) => total + item, 0);
  return {
    statistics: counted(habits, activity, moment),
    // No expert is given up for good: habits change.
    trust: trusted.map((entry) => 0.999 * (entry / sum) + 0.001 / experts.length),
    last: { activity, before: habits.last?.activity ?? null, at: moment.at },
  };
}

const keyOf = (expert: string, circumstance: string): string => `${expert}|${circumstance}`;

function mixed(trust: readonly number[], predictions: readonly (readonly number[])[], place: number): number {
  return predictions.reduce((sum, prediction, i) => sum + (trust[i] ?? 0) * (prediction[place] ?? 0), 0);
}

/** Of each expert: the probability of each activity, in the order of their names. */
function expertPredictions(
  { statistics, last }: Habits,
  moment: WeeklyMoment,
  names: readonly string[],
  common: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const byName = new Map<string, readonly number[]>();
  const everybody = sharesOf(names, common);
  for (const { name, parent, circumstance } of experts) {
    const given = circumstance(moment, last);
    const behind = (parent === null ? undefined : byName.get(parent)) ?? everybody;
    const counted = given === null ? undefined : statistics.get(keyOf(name, given));
    byName.set(
      name,
      counted ? names.map((activity, i) => probabilityOf(counted, activity, behind[i] ?? 0)) : behind,
    );
  }
  return [...byName.values()];
}

/** Add-one smoothing: no activity is impossible. */
function sharesOf(names: readonly string[], common: ReadonlyMap<string, number>): readonly number[] {
  const counts = names.map((name) => (common.get(name) ?? 0) + 1);
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

const probabilityOf = ({ total, counts }: ActivityCounts, activity: string, behind: number): number =>
  ((counts.get(activity) ?? 0) + backing * behind) / (total + backing);

function counted(
  { statistics, last }: Habits,
  activity: string,
  moment: WeeklyMoment,
): ReadonlyMap<string, ActivityCounts> {
  const changed = new Map(statistics);
  for (const { name, circumstance } of experts) {
    const given = circumstance(moment, last);
    if (given === null) continue;
    const key = keyOf(name, given);
    const before = changed.get(key);
    // Deleted and set again, so that it is last and the first ones were not met for longest.
    changed.delete(key);
    changed.set(key, visited(before, activity));
  }
  for (const key of changed.keys()) {
    if (changed.size <= mostCircumstances) break;
    if (key !== keyOf('ever', '')) changed.delete(key);
  }
  return changed;
}

function visited(statistics: ActivityCounts | undefined, activity: string): ActivityCounts {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [name, count] of statistics?.counts ?? []) {
    const discounted = count * memory;
    if (discounted < 0.01 && name !== activity) continue;
    counts.set(name, discounted);
    total += discounted;
  }
  counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return { total: total + 1, counts };
}
