import { day } from '#core/time.ts';

export const isDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(?:T[\d:.]+Z)?$/.test(text) && Number.isFinite(Date.parse(text));
/** Farther apart, in days, no deadline is. */
const farthest = 3_660;
const mostDates = 4;

/**
 * Dates that lie exactly so many days from others, as the code names numbers: `30` may be a deadline, and whether its last day
 * belongs to it shows on that day alone.
 *
 * @param text a date, or a time in UTC, as ISO 8601 writes it; for any other there is none.
 * @param others texts beside it.
 */
export function datesAtDistances(
  text: string,
  others: readonly string[],
  numbers: readonly number[],
): readonly string[] {
  if (!isDate(text)) return [];
  const dates = [...new Set([text, ...others.filter(isDate)])].slice(0, mostDates);
  const days = [0, 1, ...numbers].filter(
    (number) => Number.isInteger(number) && Math.abs(number) <= farthest,
  );
  const made = dates.flatMap((date) =>
    days.flatMap((distance) => [-distance, distance].map((shift) => shifted(date, shift, text.length))),
  );
  return [...new Set(made)].filter((date) => date !== text);
}

function shifted(date: string, days: number, length: number): string {
  const iso = new Date(Date.parse(date) + days * day).toISOString();
  // 2026-11-29, 2026-11-29T08:00:00Z and 2026-11-29T08:00:00.000Z are three lengths of one format.
  return length === 10 ? iso.slice(0, 10) : length === 20 ? `${iso.slice(0, 19)}Z` : iso;
}
