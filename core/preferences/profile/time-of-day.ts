import { clockOf } from './time-zone.ts';

/** In the user's own time zone: night 0-6, morning 6-12, afternoon 12-18, evening 18-24. */
export const timesOfDay = ['night', 'morning', 'afternoon', 'evening'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/**
 * @param at milliseconds since 1970.
 * @param timeZone an IANA name: `Europe/Vienna`.
 */
export function timeOfDay(at: number, timeZone: string): TimeOfDay {
  const parts = clockOf(timeZone).formatToParts(at);
  return timeOfDayOf(Number(parts.find(({ type }) => type === 'hour')?.value));
}

/** @param hour 0 to 23. */
export function timeOfDayOf(hour: number): TimeOfDay {
  return timesOfDay[Math.floor(hour / 6)] ?? 'night';
}
