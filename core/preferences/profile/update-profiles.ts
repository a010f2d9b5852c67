import { mapWithConcurrency } from '../../map-with-concurrency.ts';
import { addRewardStatistics, emptyStatistics } from '../learner/batch-statistics.ts';
import type { FeedbackBatch, PopulationStore, ProfileStore } from '../ports.ts';
import type { FeedbackChange } from './apply-feedback.ts';
import { type ProfileUpdate, saveProfileUpdate, updateProfile } from './update-profile.ts';

export interface UpdateProfiles {
  /** Of any users, in their order. */
  readonly changes: readonly FeedbackChange[];
  readonly profiles: ProfileStore;
  readonly populations: Pick<PopulationStore, 'population' | 'addBatch'>;
  /** Milliseconds since 1970: a refit relies on it that lessons are there soon after the time that they bear. */
  readonly now: () => number;
}

export interface UpdatedProfiles {
  readonly users: number;
  /** The changes that were not taken in before; those of one user in their order. */
  readonly applied: readonly FeedbackChange[];
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
export async function updateProfiles(request: UpdateProfiles): Promise<UpdatedProfiles> {
  const { changes, profiles, populations } = request;
  const last = changes.at(-1);
  if (!last) return { users: 0, applied: [] };
  const population = await populations.population();
  const byUser = [...Map.groupBy(changes, ({ userId }) => userId)].map(([userId, ofUser]) => ({
    userId,
    changes: ofUser,
    population,
    profiles,
  }));
  const learned = await mapWithConcurrency(byUser, atOnce, async (of) => ({
    of,
    result: await updateProfile(of),
  }));
  const results = learned.map(({ result }) => result);
  if (results.some(({ applied: taken }) => taken.length > 0))
    await populations.addBatch(teachingOf(last.sequence, results, population.grouping, request));
  await mapWithConcurrency(learned, atOnce, ({ of, result }) => saveProfileUpdate(result, of));
  return { users: byUser.length, applied: results.flatMap(({ applied: taken }) => taken) };
}

function teachingOf(
  id: string,
  results: readonly ProfileUpdate[],
  grouping: number,
  { changes, now }: UpdateProfiles,
): FeedbackBatch {
  const tally = emptyStatistics();
  for (const { statistics: lessons } of results)
    for (const lesson of lessons.slice(0, mostLessons)) addRewardStatistics(tally, lesson);
  const taken = results.flatMap((result) => result.applied);
  return {
    id,
    at: now(),
    statistics: tally,
    grouping,
    users: [...new Set(changes.map(({ userId }) => userId))],
    firsts: {
      messages: taken.filter(({ previous }) => previous === null).length,
      users: results.filter(({ isFirst }) => isFirst).length,
    },
  };
}
