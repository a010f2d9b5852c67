import type { ProgressPrinter } from './progress/progress-printer.ts';
import type { SystemOptions } from './system.ts';

export interface UpOptions {
  /** The data folder. */
  readonly data: string;
  readonly port: SystemOptions['port'];
  readonly names: SystemOptions['names'];
  /** Folders of services that this start runs, besides those that were added to the data folder. */
  readonly services: readonly string[];
  /** Whether the bundled storefront runs beside them; it does if there are no others. */
  readonly storefront: boolean;
  /** File of the services' secrets, as `NAME=value` lines; without one, they are in our environment. */
  readonly envFile?: string | undefined;
  /** File of requests to play. */
  readonly traffic?: string | undefined;
  /** Whether to run untrusted code without isolation. */
  readonly unprotected: boolean;
  /** Whether to run the loop once, from its beginning and with a time limit. */
  readonly once: boolean;
  /** Whether the rollouts of these services take seconds. The storefront's do anyway. */
  readonly isTrial: boolean;
  /** A real model; the storefront uses recorded answers without one. */
  readonly model: SystemOptions['model'];
  readonly agent: SystemOptions['agent'];
  /** @param improvements how many are expected at the most. */
  readonly printer: (improvements: number) => ProgressPrinter;
  /** Aborts the run. */
  readonly signal: AbortSignal;
}
