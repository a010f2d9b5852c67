import { mapWithConcurrency } from '../map-with-concurrency.ts';
import { type Learned, learnFromFeedback, saveLearned } from './learn-from-feedback.ts';
import { addLesson, emptyTally } from './learner/tally.ts';
import type { PopulationStore, ProfileStore, Teaching } from './ports.ts';
import type { FeedbackChange } from './take-in.ts';

export interface LearnFromChanges {
  /** Of any users, in their order. */
  readonly changes: readonly FeedbackChange[];
  readonly profiles: ProfileStore;
  readonly populations: Pick<PopulationStore, 'population' | 'teach'>;
  /** Milliseconds since 1970: a refit relies on it that lessons are there soon after the time that they bear. */
  readonly now: () => number;
}

export interface Taken {
  readonly users: number;
  /** The changes that were not taken in before; those of one user in their order. */
  readonly taken: readonly FeedbackChange[];
}

/** So many users are learned about at once. */
const atOnce = 16;
/** Of one user, so many rewards in one batch teach of everybody at most: nobody sways the population alone. */
const mostLessons = 10;

/**
 * Learns from a batch of changes: of each user what that one likes, of all together what everybody does. The batch may
 * come again, whole or from a later change on.
 *
 * What all teach is kept before any profile is: a profile tells that its changes were taken in, and whoever dies between
 * the two would never teach them. The same batch teaches once.
 */
export async function learnFromChanges(request: LearnFromChanges): Promise<Taken> {
  const { changes, profiles, populations } = request;
  const last = changes.at(-1);
  if (!last) return { users: 0, taken: [] };
  const population = await populations.population();
  const byUser = [...Map.groupBy(changes, ({ userId }) => userId)].map(([userId, ofUser]) => ({
    userId,
    changes: ofUser,
    population,
    profiles,
  }));
  const learned = await mapWithConcurrency(byUser, atOnce, async (of) => ({
    of,
    result: await learnFromFeedback(of),
  }));
  const results = learned.map(({ result }) => result);
  if (results.some(({ taken }) => taken.length > 0))
    await populations.teach(teachingOf(last.sequence, results, population.grouping, request));
  await mapWithConcurrency(learned, atOnce, ({ of, result }) => saveLearned(result, of));
  return { users: byUser.length, taken: results.flatMap(({ taken }) => taken) };
}

function teachingOf(
  id: string,
  results: readonly Learned[],
  grouping: number,
  { changes, now }: LearnFromChanges,
): Teaching {
  const tally = emptyTally();
  for (const { lessons } of results)
    for (const lesson of lessons.slice(0, mostLessons)) addLesson(tally, lesson);
  const taken = results.flatMap((result) => result.taken);
  return {
    id,
    at: now(),
    tally,
    grouping,
    users: [...new Set(changes.map(({ userId }) => userId))],
    firsts: {
      messages: taken.filter(({ previous }) => previous === null).length,
      users: results.filter(({ isFirst }) => isFirst).length,
    },
  };
}
