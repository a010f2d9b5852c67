import type { Profile, TimesOfDay } from './profile.ts';
import { type TimeOfDay, timesOfDay } from './time-of-day.ts';

/** When a user works on a task type, in the user's time zone. */
export interface TimePattern {
  readonly taskType: string;
  /** The number of messages behind it. */
  readonly messages: number;
  /** Of those, the share at each time of day; they add up to 1. */
  readonly shares: Readonly<Record<TimeOfDay, number>>;
  /** The time of day with the largest share; the earlier one of equals. */
  readonly usual: TimeOfDay;
}

/** One pattern for each task type with feedback, by task type. */
export function timePattern(profile: Profile): readonly TimePattern[] {
  return [...profile.times]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([taskType, counts]) => patternOf(taskType, counts));
}

function patternOf(taskType: string, counts: TimesOfDay): TimePattern {
  const messages = timesOfDay.reduce((sum, time) => sum + (counts[time] ?? 0), 0);
  const share = (time: TimeOfDay) => (counts[time] ?? 0) / messages;
  return {
    taskType,
    messages,
    shares: {
      night: share('night'),
      morning: share('morning'),
      afternoon: share('afternoon'),
      evening: share('evening'),
    },
    usual: timesOfDay.reduce((best, time) => (share(time) > share(best) ? time : best)),
  };
}
