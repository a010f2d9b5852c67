import { daysKept } from '../../retention.ts';
import { day, hour, minute } from '../../time.ts';
import type { TimeSpan } from './ports.ts';

/** Milliseconds. */
export const lengths: Readonly<Record<TimeSpan, number>> = { hour, day };

/** How far the clocks of services may be ahead of ours. */
export const clockSkew = 5 * minute;

/** Measurements that arrive later than this are refused: the others of their hour may already be deleted. */
export const longestDelay = (daysKept.windowParts - 1) * lengths.day;
export const longestDelayInWords = `${longestDelay / day} days`;

/** Start of the UTC hour or day that contains `at`. Milliseconds since 1970. */
export function startOf(span: TimeSpan, at: number): number {
  return Math.floor(at / lengths[span]) * lengths[span];
}
