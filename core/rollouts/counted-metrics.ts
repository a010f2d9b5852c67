import type { RequestCounts } from './step-evidence.ts';

/** What is evidence of its own, with a bound of its own. */
export type EvidenceKind = 'errors' | 'latency' | 'statuses';

/** An event that a request has or has not. */
export interface CountedMetric {
  readonly kind: EvidenceKind;
  /** Completes "60 of 300 requests". */
  readonly predicate: string;
  readonly events: (counts: RequestCounts) => number;
}

const slower = (quantile: string, index: 0 | 1 | 2): CountedMetric => ({
  kind: 'latency',
  predicate: `were slower than the baseline's ${quantile} plus tolerance`,
  events: (counts) => counts.slower[index],
});

export const failed: CountedMetric = { kind: 'errors', predicate: 'failed', events: ({ errors }) => errors };

/** How the evidence of each kind is made up, in equal parts. */
export const metricsOf: Readonly<Record<EvidenceKind, readonly CountedMetric[]>> = {
  errors: [failed],
  latency: [
    slower('p50', 0),
    slower('p90', 1),
    slower('p99', 2),
    {
      kind: 'latency',
      predicate: "took more than three times the baseline's p99 plus tolerance",
      events: ({ stalled = 0 }) => stalled,
    },
  ],
  statuses: [
    {
      kind: 'statuses',
      predicate: 'were redirected (status 300 to 399)',
      events: ({ redirects = 0 }) => redirects,
    },
    {
      kind: 'statuses',
      predicate: 'were rejected (status 400 to 499)',
      events: ({ rejections = 0 }) => rejections,
    },
  ],
};
