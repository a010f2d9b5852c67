import type { KnownAnswers, Targets } from './encoded.ts';

/*
 * What the judge writes for a runner, as JSON. IRONCLAW_ROOT names the root of the service's tree; where nothing does, it is
 * the folder that the runner is started in.
 */

export interface CapturePlan {
  readonly targets: Targets;
  /** Functions whose calls are wanted, as `path#name`; the other targets only lend their classes. */
  readonly wanted: readonly string[];
  /** File to which each use goes, one JSON object a line. */
  readonly uses: string;
}

export interface ExecutionPlan {
  readonly targets: Targets;
  /** File of the uses, one JSON object a line. */
  readonly uses: string;
  /** File to which each result goes, one JSON object a line, in the order of the uses. */
  readonly results: string;
  /** What collaborators answered in all captured calls: what one call does not know, another may. */
  readonly answers: KnownAnswers;
  /** Milliseconds for all of them. */
  readonly milliseconds: number;
  /** File to which goes what ran of these modules meanwhile; absent where nobody asks, because counting takes time. */
  readonly coverage?: { readonly file: string; readonly paths: readonly string[] };
}

/** How often a function was called while calls were captured; the last line of a process and function counts. */
export interface CaptureSummary {
  readonly kind: 'summary';
  readonly process: number;
  readonly target: string;
  readonly called: number;
  /** Distinct calls that were kept. */
  readonly kept: number;
  /** Why others could not be kept, with their number. */
  readonly reasons: Readonly<Record<string, number>>;
}
