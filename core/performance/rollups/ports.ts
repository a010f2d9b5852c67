import type { ProcessMemory } from '../memory/process-memory.ts';
import type { Window } from '../windows/window.ts';
import type { Indicator } from './indicators.ts';

/** The length of a history's windows. */
export type TimeSpan = 'hour' | 'day';

/** An hour with measurements that arrived after it was rolled up. */
export interface LateHour {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** The hour's latest mark. */
  readonly mark: string;
}

/** Port: keeps rollups of windows, and the time up to which they are computed. Times in milliseconds since 1970. */
export interface RollupStore {
  /** Keeps the windows and replaces those of the same service, span, start, endpoint and version. */
  saveWindows(span: TimeSpan, windows: readonly Window[]): Promise<void>;

  /** Windows that start at or after `from` and before `to`, by start, then endpoint, then version. */
  windowsBetween(service: string, span: TimeSpan, from: number, to: number): Promise<readonly Window[]>;

  /** Keeps the memory of an hour's processes and replaces what was kept for that hour. */
  saveProcesses(service: string, hour: number, processes: readonly ProcessMemory[]): Promise<void>;

  /** The memory kept for hours that start at or after `from` and before `to`; one entry per process and hour. */
  processesBetween(service: string, from: number, to: number): Promise<readonly ProcessMemory[]>;

  /** Keeps the indicators of an hour's windows and replaces what was kept for that hour. */
  saveIndicators(service: string, hour: number, indicators: readonly Indicator[]): Promise<void>;

  /** The indicators of hours that start at or after `from` and before `to`, oldest first. */
  indicatorsBetween(service: string, from: number, to: number): Promise<readonly Indicator[]>;

  /** The hour up to which windows were rolled up; `null` before the first rollup. */
  rolledUpUntil(service: string): Promise<number | null>;

  markRolledUp(service: string, until: number): Promise<void>;

  /** Records that the hour must be rolled up again. */
  markLate(service: string, late: LateHour): Promise<void>;

  /** The recorded hours, oldest first. */
  lateHours(service: string): Promise<readonly LateHour[]>;

  /** Removes the record, unless the hour was marked again since. */
  clearLate(service: string, late: LateHour): Promise<void>;
}
