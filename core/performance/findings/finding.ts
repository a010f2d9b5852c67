import * as z from 'zod';
import type { HotFunction } from '../windows/metrics-batch.ts';
import type { WaitsFor } from './waits-for.ts';

/** Each kind with the unit of its measured value and its limit. */
export const FindingKind = z.enum([
  'slow-endpoint', // p95 in ms
  'heavy-endpoint', // share of the service's time
  'error-rate', // share of the requests
  'regression', // p95 in ms
  'traffic', // requests a window
  'dependency', // p95 in ms, or share of the requests
  'anomaly', // p95 in ms, or requests a window
  'saturation', // share of the memory
  'cost', // dollars a month
  'memory-growth', // MB/h
]);
export type FindingKind = z.infer<typeof FindingKind>;

/** Findings that a change of the endpoint's own code may resolve. */
export const isAboutOwnCode = ({ kind }: Pick<Finding, 'kind'>): boolean =>
  kind === 'slow-endpoint' || kind === 'heavy-endpoint';

/** A fact that something is wrong, with its evidence. Times in milliseconds since 1970. */
export interface Finding {
  readonly kind: FindingKind;
  readonly service: string;
  /** The endpoint; `null` for a finding about the whole service or a whole process. */
  readonly endpoint: string | null;
  /** The time range of the windows that were read. */
  readonly from: number;
  readonly to: number;
  /** When it began, as far as the windows reach. */
  readonly since: number;
  /** In [0, 1]. */
  readonly confidence: number;
  readonly requests: number;
  /** The measured value and the limit it was compared with, in the unit of the kind. */
  readonly measured: number;
  readonly limit: number;
  /** The latest values in the unit of `measured`, oldest first. */
  readonly evidence: readonly FindingEvidence[];
  /** Milliseconds, of the endpoint's durations. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly errorRate: number;
  /** One sentence for people. */
  readonly summary: string;
  /** Where the time goes, hottest first; empty if there is no profile yet. */
  readonly hottest: readonly HotFunction[];
  /** The root cause; `null` if the service calls nothing, or its past is unknown. */
  readonly rootCause: RootCause | null;
  /** The endpoint of the same process that it only waits for; absent if it is slow by itself, or this is unknown. */
  readonly waitsFor?: WaitsFor;
}

/** The service itself, or a direct or indirect dependency. */
export interface RootCause {
  readonly service: string;
  /** One sentence: the evidence. */
  readonly summary: string;
}

export interface FindingEvidence {
  readonly at: number;
  readonly value: number;
}

/** Below this confidence there is no finding. */
export const sureEnough = 0.9;
