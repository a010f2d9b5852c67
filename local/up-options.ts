import type { LoopGoal } from './loop-goal.ts';
import type { ProgressPrinter } from './progress/progress-printer.ts';
import type { SystemOptions } from './system.ts';

export interface UpOptions {
  /** Folder for everything that outlives a start. */
  readonly data: string;
  /** Wanted port of the API; the service's proxy gets the next one. 0 takes any for both. */
  readonly port: number;
  /** Root of a service's repository; the bundled example where absent. */
  readonly service?: string | undefined;
  /** File of requests to play. */
  readonly traffic?: string | undefined;
  /** Whether to run untrusted code where there is no isolation. */
  readonly unprotected: boolean;
  /** Whether to see the loop once: from its beginning, and not waiting for ever. */
  readonly once: boolean;
  /** A real model; the bundled example falls back on recorded answers. */
  readonly model: SystemOptions['model'];
  readonly printer: (goal: LoopGoal) => ProgressPrinter;
  /** Ends the wait for the loop. */
  readonly signal: AbortSignal;
}
