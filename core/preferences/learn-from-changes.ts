import { learnFromFeedback } from './learn-from-feedback.ts';
import type { Lesson } from './learner/learn.ts';
import { addLesson, emptyTally } from './learner/tally.ts';
import type { PopulationStore, ProfileStore } from './ports.ts';
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
 */
export async function learnFromChanges(request: LearnFromChanges): Promise<Taken> {
  const { changes, profiles, populations, now } = request;
  const last = changes.at(-1);
  const taken: FeedbackChange[] = [];
  if (!last) return { users: 0, taken };
  const population = await populations.population();
  const byUser = [...Map.groupBy(changes, ({ userId }) => userId)];
  const lessons: Lesson[] = [];
  let firsts = 0;
  for (let i = 0; i < byUser.length; i += atOnce)
    await Promise.all(
      byUser.slice(i, i + atOnce).map(async ([userId, ofUser]) => {
        const learned = await learnFromFeedback({ userId, changes: ofUser, population, profiles });
        taken.push(...learned.taken);
        lessons.push(...learned.lessons.slice(0, mostLessons));
        if (learned.isFirst) firsts += 1;
      }),
    );
  const tally = emptyTally();
  for (const lesson of lessons) addLesson(tally, lesson);
  await populations.teach({
    id: last.sequence,
    at: now(),
    tally,
    grouping: population.grouping,
    users: byUser.map(([userId]) => userId),
    firsts: { messages: taken.filter(({ previous }) => previous === null).length, users: firsts },
  });
  return { users: byUser.length, taken };
}
