/** In the user's own time zone: night 0-6, morning 6-12, afternoon 12-18, evening 18-24. */
export const timesOfDay = ['night', 'morning', 'afternoon', 'evening'] as const;
export type TimeOfDay = (typeof timesOfDay)[number];

/**
 * @param at milliseconds since 1970.
 * @param timeZone an IANA name: `Europe/Vienna`.
 */
export function timeOfDay(at: number, timeZone: string): TimeOfDay {
  const format = new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone });
  const hour = Number(format.formatToParts(at).find(({ type }) => type === 'hour')?.value);
  return timesOfDay[Math.floor(hour / 6)] ?? 'night';
}

/** Whether the runtime knows this time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
