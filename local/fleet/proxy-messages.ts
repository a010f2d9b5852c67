import type { Outcome } from '#core/proof/compare-responses.ts';
import type { ResponseCounts } from '#core/rollouts/canary-alarm.ts';
import type { MirrorPlan } from '#core/service/manifest.ts';
import type { CopiedRequest } from './send-copy.ts';
import type { SeenHttpRequest } from './weighted-proxy.ts';

/*
 * What a fleet and the process of its proxy tell each other. Both come from the same source, so nothing is validated.
 */

export interface Target {
  readonly commit: string;
  readonly url: string;
}

/** Which versions get the requests. */
export interface Split {
  /** Null while it does not run. */
  readonly baseline: Target | null;
  /** Gets `weight` percent of the requests. */
  readonly canary: (Target & { readonly weight: number }) | null;
}

/** A request and the baseline's response to it. It stays in memory: its headers may contain secrets. */
export interface ReadExchange {
  readonly request: CopiedRequest;
  readonly response: Outcome;
}

export type ToProxy =
  /** Answered by `applied` with the same number. */
  | { readonly kind: 'split'; readonly number: number; readonly split: Split }
  /** Asks for the next safe request, once; with null for none. Answered by `exchange` with the same number. */
  | { readonly kind: 'copy'; readonly number: number; readonly plan: MirrorPlan | null };

export type FromProxy =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'applied'; readonly number: number }
  | { readonly kind: 'passed'; readonly passed: Passed }
  /** Null if the request or the response could not be read whole. */
  | { readonly kind: 'exchange'; readonly number: number; readonly exchange: ReadExchange | null };

/** What has passed since the last message. */
export interface Passed {
  readonly counts: ReadonlyMap<string, ResponseCounts>;
  readonly requests: readonly SeenHttpRequest[];
}
