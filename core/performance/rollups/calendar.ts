import { day, hour, minute } from '../../time.ts';
import type { TimeSpan } from './ports.ts';

/** Milliseconds. */
export const lengths: Readonly<Record<TimeSpan, number>> = { hour, day };

/** Clocks of services may be so far ahead of ours. */
export const clockSkew = 5 * minute;

/** Measurements that come later than this are refused: the others of their hour may be gone by then. */
export const longestDelay = 14 * lengths.day;

/** When the hour or day began that `at` lies in, in UTC. Milliseconds since 1970. */
export function startOf(span: TimeSpan, at: number): number {
  return Math.floor(at / lengths[span]) * lengths[span];
}
