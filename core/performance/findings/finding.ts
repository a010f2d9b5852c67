import * as z from 'zod';
import type { HotFunction } from '../windows/metrics-batch.ts';

export const FindingKind = z.enum([
  'slow-endpoint',
  'error-rate',
  'regression',
  'traffic',
  'dependency',
  'anomaly',
  'saturation',
  'cost',
  'memory-growth',
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** A fact that something is wrong, with its evidence. Times in milliseconds since 1970. */
export interface Finding {
  readonly kind: FindingKind;
  readonly service: string;
  /** The endpoint; `null` for what concerns the whole service, or a whole process. */
  readonly endpoint: string | null;
  /** The span of the windows that were read. */
  readonly from: number;
  readonly to: number;
  /** Since when it has been so, as far as the windows reach. */
  readonly since: number;
  /** How sure it is, in [0, 1]. */
  readonly confidence: number;
  readonly requests: number;
  /**
   * What was measured and what it was held against: p95 in ms (slow-endpoint, regression), share (error-rate), either of
   * them (dependency), requests a window (traffic), p95 in ms or requests a window (anomaly), share of the
   * memory (saturation), dollars a month (cost), MB/h (memory-growth).
   */
  readonly measured: number;
  readonly limit: number;
  /** The latest values in the unit of `measured`, oldest first: what the finding rests on. */
  readonly evidence: readonly FindingEvidence[];
  /** Milliseconds, of the endpoint's durations. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errorRate: number;
  /** One sentence for people. */
  readonly summary: string;
  /** Where the time goes, hottest first; empty when no profile was taken yet. */
  readonly hottest: readonly HotFunction[];
  /** Who is to blame; `null` where the service calls nobody, or what was before is not known. */
  readonly culprit: RootCause | null;
}

/** The service itself, or one that it calls, directly or through others. */
export interface RootCause {
  readonly service: string;
  /** One sentence: what speaks against it. */
  readonly summary: string;
}

export interface FindingEvidence {
  readonly at: number;
  readonly value: number;
}

/** Below this no finding is raised: what is not sure is not said. */
export const sureEnough = 0.9;
