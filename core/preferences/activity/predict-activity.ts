import { experts, type Last } from './experts.ts';
import type { WeeklyMoment } from './weekly-moment.ts';

/** How often a user did what in one circumstance, earlier visits fading. */
interface Tally {
  readonly total: number;
  /** By activity. */
  readonly counts: ReadonlyMap<string, number>;
}

/** All that is kept of one user's activities. */
export interface Habits {
  /** By expert and circumstance; the one seen last is last. */
  readonly tallies: ReadonlyMap<string, Tally>;
  /** How far each expert is trusted; they add up to 1. */
  readonly trust: readonly number[];
  readonly last: Last | null;
}

export const noHabits: Habits = {
  tallies: new Map(),
  trust: experts.map(() => 1 / experts.length),
  last: null,
};

export interface PredictedActivity {
  readonly activity: string;
  /** In (0, 1); those of all known activities add up to 1. */
  readonly probability: number;
}

/** What a visit leaves of what was counted before in its circumstance, and of what was thought of the experts. */
const memory = 0.98;
/** How many visits an expert's parent counts for. */
const backing = 4;
/** Circumstances kept of one user: the record stays small, whatever names are sent. */
const mostTallies = 400;

/**
 * What the user will do next, most probable first: the experts' opinions, p(a | c) = (count + 4 p_parent(a)) / (n + 4),
 * mixed by how well each has foretold so far.
 *
 * @param common how often everybody together does each activity: what is expected of a user before anything is known,
 * and of activities that this one never did.
 */
export function predictActivity(
  habits: Habits,
  moment: WeeklyMoment,
  common: ReadonlyMap<string, number>,
): readonly PredictedActivity[] {
  const own = habits.tallies.get(keyOf('ever', ''))?.counts.keys() ?? [];
  const names = [...new Set([...common.keys(), ...own])];
  const opinions = opinionsOf(habits, moment, names, common);
  return names
    .map((activity, i) => ({ activity, probability: mixed(habits.trust, opinions, i) }))
    .toSorted((a, b) => b.probability - a.probability || (a.activity < b.activity ? -1 : 1));
}

/**
 * Takes in what the user did. The trust in each expert grows by the probability that it gave to it:
 * W <- (W p(a))^0.98, normalized.
 */
export function withActivity(
  habits: Habits,
  activity: string,
  moment: WeeklyMoment,
  common: ReadonlyMap<string, number>,
): Habits {
  const names = [...new Set([...common.keys(), activity])];
  const opinions = opinionsOf(habits, moment, names, common);
  const place = names.indexOf(activity);
  const trusted = habits.trust.map((trust, i) => (trust * (opinions[i]?.[place] ?? 0)) ** memory);
  const sum = trusted.reduce((total, item) => total + item, 0);
  return {
    tallies: counted(habits, activity, moment),
    // No expert is given up for good: habits change.
    trust: trusted.map((entry) => 0.999 * (entry / sum) + 0.001 / experts.length),
    last: { activity, before: habits.last?.activity ?? null, at: moment.at },
  };
}

const keyOf = (expert: string, circumstance: string): string => `${expert}|${circumstance}`;

function mixed(trust: readonly number[], opinions: readonly (readonly number[])[], place: number): number {
  return opinions.reduce((sum, opinion, i) => sum + (trust[i] ?? 0) * (opinion[place] ?? 0), 0);
}

/** Of each expert: the probability of each activity, in the order of their names. */
function opinionsOf(
  { tallies, last }: Habits,
  moment: WeeklyMoment,
  names: readonly string[],
  common: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const byName = new Map<string, readonly number[]>();
  const everybody = sharesOf(names, common);
  for (const { name, parent, circumstance } of experts) {
    const given = circumstance(moment, last);
    const behind = (parent === null ? undefined : byName.get(parent)) ?? everybody;
    const tally = given === null ? undefined : tallies.get(keyOf(name, given));
    byName.set(name, tally ? names.map((element, i) => probabilityOf(tally, element, behind[i] ?? 0)) : behind);
  }
  return [...byName.values()];
}

/** Each counts once more than it was done, so that none is impossible. */
function sharesOf(names: readonly string[], common: ReadonlyMap<string, number>): readonly number[] {
  const counts = names.map((name) => (common.get(name) ?? 0) + 1);
  const sum = counts.reduce((total, count) => total + count, 0);
  return counts.map((count) => count / sum);
}

const probabilityOf = ({ total, counts }: Tally, activity: string, behind: number): number =>
  ((counts.get(activity) ?? 0) + backing * behind) / (total + backing);

function counted(
  { tallies, last }: Habits,
  activity: string,
  moment: WeeklyMoment,
): ReadonlyMap<string, Tally> {
  const changed = new Map(tallies);
  for (const { name, circumstance } of experts) {
    const given = circumstance(moment, last);
    if (given === null) continue;
    const key = keyOf(name, given);
    const before = changed.get(key);
    // Set anew, so that it is last, and the first are those not met for longest.
    changed.delete(key);
    changed.set(key, visited(before, activity));
  }
  for (const key of changed.keys()) {
    if (changed.size <= mostTallies) break;
    if (key !== keyOf('ever', '')) changed.delete(key);
  }
  return changed;
}

function visited(tally: Tally | undefined, activity: string): Tally {
  const counts = new Map<string, number>();
  let total = 0;
  for (const [name, count] of tally?.counts ?? []) {
    const faded = count * memory;
    if (faded < 0.01 && name !== activity) continue;
    counts.set(name, faded);
    total += faded;
  }
  counts.set(activity, (counts.get(activity) ?? 0) + 1);
  return { total: total + 1, counts };
}
