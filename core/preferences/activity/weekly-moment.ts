import { type TimeOfDay, timeOfDayOf } from '../profile/time-of-day.ts';
import { clockOf } from '../profile/time-zone.ts';

/** A time as the user's clock and calendar show it. */
export interface WeeklyMoment {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** 0 to 23. */
  readonly hour: number;
  readonly timeOfDay: TimeOfDay;
  readonly isWeekend: boolean;
}

/**
 * @param timeZone an IANA name, daylight saving included.
 * @throws RangeError for one that does not exist.
 */
export function momentOf(at: number, timeZone: string): WeeklyMoment {
  const parts = clockOf(timeZone).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((item) => item.type === type)?.value ?? '';
  const hour = Number(part('hour'));
  return { at, hour, timeOfDay: timeOfDayOf(hour), isWeekend: part('weekday').startsWith('S') };
}
