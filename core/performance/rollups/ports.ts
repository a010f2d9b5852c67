import type { ProcessMemory } from '../memory/process-memory.ts';
import type { Window } from '../windows/window.ts';
import type { Indicator } from './indicators.ts';

/** How long the windows of a history are. */
export type TimeSpan = 'hour' | 'day';

/** An hour that something was measured in after it was rolled up. */
export interface LateHour {
  /** Milliseconds since 1970. */
  readonly start: number;
  /** What the hour was last marked with. */
  readonly mark: string;
}

/** Port: keeps what windows add up to, and how far that was computed. Times in milliseconds since 1970. */
export interface RollupStore {
  /** Keeps the windows in place of those of the same service, span, start, endpoint and version. */
  saveWindows(span: TimeSpan, windows: readonly Window[]): Promise<void>;

  /** Windows that start at or after `from` and before `to`, by start, then endpoint, then version. */
  windowsBetween(service: string, span: TimeSpan, from: number, to: number): Promise<readonly Window[]>;

  /** Keeps the memory of an hour's processes in place of what was kept of that hour. */
  saveProcesses(service: string, hour: number, processes: readonly ProcessMemory[]): Promise<void>;

  /** What was kept of the hours that start at or after `from` and before `to`; a process once for each hour. */
  processesBetween(service: string, from: number, to: number): Promise<readonly ProcessMemory[]>;

  /** Keeps the indicators of an hour's windows in place of what was kept of that hour. */
  saveIndicators(service: string, hour: number, indicators: readonly Indicator[]): Promise<void>;

  /** Of the hours that start at or after `from` and before `to`, oldest first. */
  indicatorsBetween(service: string, from: number, to: number): Promise<readonly Indicator[]>;

  /** Up to which hour windows were rolled up; `null` before the first. */
  rolledUpUntil(service: string): Promise<number | null>;

  markRolledUp(service: string, until: number): Promise<void>;

  /** Records that the hour must be rolled up again. */
  markLate(service: string, late: LateHour): Promise<void>;

  /** The hours noted, oldest first. */
  lateHours(service: string): Promise<readonly LateHour[]>;

  /** Takes the note back, unless the hour was marked again since. */
  clearLate(service: string, late: LateHour): Promise<void>;
}
