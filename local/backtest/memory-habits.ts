import {
  type Foretold,
  foretell,
  type Habits,
  noHabits,
  withActivity,
} from '#core/preferences/activity/habits.ts';
import { momentOf } from '#core/preferences/activity/moment.ts';

/** Users' habits in memory. */
export class MemoryHabits {
  readonly #habits = new Map<string, Habits>();
  readonly #activities = new Set<string>();

  activity(user: string, activity: string, at: number, timeZone: string): void {
    this.#activities.add(activity);
    const habits = this.#habits.get(user) ?? noHabits;
    this.#habits.set(user, withActivity(habits, activity, momentOf(at, timeZone), [...this.#activities]));
  }

  next(user: string, at: number, timeZone: string): readonly Foretold[] {
    return foretell(this.#habits.get(user) ?? noHabits, momentOf(at, timeZone), [...this.#activities]);
  }
}
