import * as z from 'zod';
import type { HotFunction } from './metrics-batch.ts';

export const FindingKind = z.enum(['slow-endpoint', 'error-rate', 'memory-growth']);
export type FindingKind = z.infer<typeof FindingKind>;

/** A fact that something is wrong, with its evidence. */
export interface Finding {
  readonly kind: FindingKind;
  readonly service: string;
  /** The endpoint; `memory-growth` concerns the whole process and has none. */
  readonly endpoint: string | null;
  /** Milliseconds since 1970: the span of the windows that were read. */
  readonly from: number;
  readonly to: number;
  readonly requests: number;
  /** What was measured and what it was held against: ms (slow-endpoint), share (error-rate), MB/h (memory-growth). */
  readonly measured: number;
  readonly limit: number;
  /** Milliseconds, of the endpoint's durations. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errorRate: number;
  /** One sentence for people. */
  readonly summary: string;
  /** Where the time goes, hottest first; empty when no profile was taken yet. */
  readonly hottest: readonly HotFunction[];
}
