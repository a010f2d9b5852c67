import type { LoopGoal } from './loop-goal.ts';
import type { ProgressPrinter } from './progress/progress-printer.ts';
import type { SystemOptions } from './system.ts';

export interface UpOptions {
  /** The data folder. */
  readonly data: string;
  readonly port: SystemOptions['port'];
  readonly names: SystemOptions['names'];
  /** Root of a service's repository; the bundled example if absent. */
  readonly service?: string | undefined;
  /** File of the service's secrets, as `NAME=value` lines; without one, they are in our environment. */
  readonly envFile?: string | undefined;
  /** File of requests to play. */
  readonly traffic?: string | undefined;
  /** Whether to run untrusted code without isolation. */
  readonly unprotected: boolean;
  /** Whether to run the loop once, from its beginning and with a time limit. */
  readonly once: boolean;
  /** A real model; the bundled example uses recorded answers without one. */
  readonly model: SystemOptions['model'];
  readonly agent: SystemOptions['agent'];
  readonly printer: (goal: LoopGoal) => ProgressPrinter;
  /** Aborts the run. */
  readonly signal: AbortSignal;
}
