import {
  type Habits,
  noHabits,
  type PredictedActivity,
  predictActivity,
  withActivity,
} from '#core/preferences/activity/predict-activity.ts';
import { momentOf } from '#core/preferences/activity/weekly-moment.ts';

/** Habits of users, in memory. */
export class MemoryHabits {
  readonly #habits = new Map<string, Habits>();
  /** Number of occurrences of each activity over all users. */
  readonly #common = new Map<string, number>();

  activity(user: string, activity: string, at: number, timeZone: string): void {
    const habits = this.#habits.get(user) ?? noHabits;
    this.#habits.set(user, withActivity(habits, activity, momentOf(at, timeZone), this.#common));
    this.#common.set(activity, (this.#common.get(activity) ?? 0) + 1);
  }

  next(user: string, at: number, timeZone: string): readonly PredictedActivity[] {
    return predictActivity(this.#habits.get(user) ?? noHabits, momentOf(at, timeZone), this.#common);
  }
}
