import * as z from 'zod';
import type { HistogramBucket } from '#core/performance/sketch/sketch-from-buckets.ts';

/** The counts since the series began, each bucket without those below it. */
export interface NativeHistogram {
  readonly count: number;
  readonly sum: number;
  /** Ascending. */
  readonly buckets: readonly HistogramBucket[];
}

/** Prometheus writes infinity differently from JavaScript. */
export const boundOf = (text: string): number => Number(text.replace(/^([+-]?)Inf$/, '$1Infinity'));

/** Buckets come with a rule for their bounds, which are not told apart here. */
const Histogram = z
  .object({
    count: z.string(),
    sum: z.string(),
    buckets: z.array(z.tuple([z.number(), z.string(), z.string(), z.string()])).default([]),
  })
  .transform(
    ({ count, sum, buckets }): NativeHistogram => ({
      count: Number(count),
      sum: Number(sum),
      buckets: buckets.map(([, low, high, within]) => ({
        low: boundOf(low),
        high: boundOf(high),
        count: Number(within),
      })),
    }),
  );

const Success = z.object({
  status: z.literal('success'),
  warnings: z.array(z.string()).optional(),
  data: z.object({
    resultType: z.literal('matrix'),
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])).default([]),
        histograms: z.array(z.tuple([z.number(), Histogram])).default([]),
      }),
    ),
  }),
});
const Failure = z.object({ status: z.literal('error'), error: z.string() });
export const QueryResponse = z.discriminatedUnion('status', [Success, Failure]);
