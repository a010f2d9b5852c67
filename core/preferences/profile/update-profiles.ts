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
  /** Milliseconds since 1970. A refit relies on batch statistics being readable soon after this time. */
  readonly now: () => number;
}

export interface UpdatedProfiles {
  readonly users: number;
  /** The changes that were not applied before; those of one user in their order. */
  readonly applied: readonly FeedbackChange[];
}

/** Profiles updated at the same time. */
const atOnce = 16;
/** Rewards of one user that count in one batch at most: nobody sways the population model alone. */
const mostRewards = 10;

/**
 * Updates the profiles of all users in a batch of feedback changes, and adds the batch statistics. The batch may be
 * delivered again, whole or from a later change on.
 *
 * The batch statistics are written before any profile. A profile records that its changes were applied: a process
 * that ended between the two writes would otherwise lose their statistics. The same batch counts once.
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
  const updates = await mapWithConcurrency(byUser, atOnce, async (update) => ({
    update,
    result: await updateProfile(update),
  }));
  const results = updates.map(({ result }) => result);
  if (results.some(({ applied }) => applied.length > 0))
    await populations.addBatch(batchOf(last.sequence, results, population.grouping, request));
  await mapWithConcurrency(updates, atOnce, ({ update, result }) => saveProfileUpdate(result, update));
  return { users: byUser.length, applied: results.flatMap(({ applied }) => applied) };
}

function batchOf(
  id: string,
  results: readonly ProfileUpdate[],
  grouping: number,
  { changes, now }: UpdateProfiles,
): FeedbackBatch {
  const statistics = emptyStatistics();
  for (const result of results)
    for (const contribution of result.statistics.slice(0, mostRewards))
      addRewardStatistics(statistics, contribution);
  const applied = results.flatMap((result) => result.applied);
  return {
    id,
    at: now(),
    statistics: statistics,
    grouping,
    users: [...new Set(changes.map(({ userId }) => userId))],
    firsts: {
      messages: applied.filter(({ previous }) => previous === null).length,
      users: results.filter(({ isFirst }) => isFirst).length,
    },
  };
}
