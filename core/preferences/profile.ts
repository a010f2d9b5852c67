import { Conflict } from '../errors.ts';
import type { EventLink } from '../events/learning-event.ts';
import type { Feedback } from './feedback.ts';
import { type TimeOfDay, timeOfDay } from './time-of-day.ts';

/** What one user thinks of one model at one task. */
export interface Cell {
  /** Exponential moving average of the rewards, in [0, 1]. */
  readonly mean: number;
  /** How many rewards it was made of. */
  readonly count: number;
}

/** What is known of one user's preferences. Derived: it can be rebuilt from the user's feedback. */
export interface Profile {
  readonly userId: string;
  /** Share of a new reward in the mean, in (0, 1]. Fixed for the profile's life, so that a changed mind stays exact. */
  readonly rate: number;
  /** By task type, then by model. */
  readonly cells: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  /** By task type: how many messages first got feedback at that time of day. */
  readonly times: Readonly<Record<string, Readonly<Partial<Record<TimeOfDay, number>>>>>;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  /** Counts the changes; 0 when nothing was recorded yet. */
  readonly version: number;
  /** The user's last learning event. */
  readonly lastEvent: EventLink | null;
}

export const defaultRate = 0.1;

/** A model of which nothing is known is neither liked nor disliked. */
export const untried: Cell = { mean: 0.5, count: 0 };

/** A profile is one record; this many entries keep it well under the 400 KB that a DynamoDB item may have. */
const mostEntries = 500;

/** The profile of a user who has said nothing yet. */
export function emptyProfile(userId: string, rate: number = defaultRate): Profile {
  return { userId, rate, cells: {}, times: {}, updatedAt: 0, version: 0, lastEvent: null };
}

/** Whether the user has said nothing yet, or nothing since being forgotten. */
export const isEmpty = ({ times }: Profile): boolean => Object.keys(times).length === 0;

/** The cell of a model at a task; {@link untried} where the user has judged none of its messages. */
export function cellOf(profile: Profile, taskType: string, model: string): Cell {
  return profile.cells[taskType]?.[model] ?? untried;
}

/**
 * The profile after `feedback`, and the feedback with its place in it.
 *
 * A reward r moves the mean by rate * (r - mean). That is linear: of n rewards, the i-th contributes
 * rate (1 - rate)^(n - i) r, so a changed mind is exact wherever in the history it lies.
 *
 * @param previous the same message's feedback as the profile knows it, or `null`.
 * @throws Conflict `feedback/profile-full` when the user has judged too many different models and task types.
 */
export function applyFeedback(
  profile: Profile,
  feedback: Feedback,
  previous: Feedback | null,
): { readonly profile: Profile; readonly feedback: Feedback } {
  const { taskType, model, reward, recordedAt } = feedback;
  const before = cellOf(profile, taskType, model);
  const position = previous?.position ?? (reward === null ? null : before.count + 1);
  const cell = reward === null ? null : learn(before, profile.rate, reward, previous);
  const changed: Profile = {
    ...profile,
    cells: cell ? withCell(profile, taskType, model, cell) : profile.cells,
    times: previous ? profile.times : withTime(profile, feedback),
    updatedAt: recordedAt,
    version: profile.version + 1,
  };
  refuseOvergrown(profile, changed);
  return { profile: changed, feedback: { ...feedback, position } };
}

function learn({ mean, count }: Cell, rate: number, reward: number, previous: Feedback | null): Cell {
  if (previous?.position != null && previous.reward !== null) {
    const weight = rate * (1 - rate) ** (count - previous.position);
    return { mean: toUnit(mean + weight * (reward - previous.reward)), count };
  }
  return { mean: toUnit(mean + rate * (reward - mean)), count: count + 1 };
}

/** Rounding must not carry a mean out of [0, 1]. */
const toUnit = (value: number) => Math.min(1, Math.max(0, value));

function withCell(profile: Profile, taskType: string, model: string, cell: Cell): Profile['cells'] {
  return { ...profile.cells, [taskType]: { ...profile.cells[taskType], [model]: cell } };
}

function withTime(profile: Profile, { taskType, at, timeZone }: Feedback): Profile['times'] {
  const time = timeOfDay(at, timeZone);
  const ofTask = profile.times[taskType] ?? {};
  return { ...profile.times, [taskType]: { ...ofTask, [time]: (ofTask[time] ?? 0) + 1 } };
}

function entriesOf({ cells, times }: Profile): number {
  return (
    Object.keys(times).length +
    Object.values(cells).reduce((sum, models) => sum + Object.keys(models).length, 0)
  );
}

function refuseOvergrown(before: Profile, after: Profile): void {
  if (entriesOf(after) <= mostEntries || entriesOf(after) === entriesOf(before)) return;
  throw new Conflict('This user has judged too many different models and task types for one profile.', {
    code: 'feedback/profile-full',
    data: { limit: mostEntries },
  });
}
