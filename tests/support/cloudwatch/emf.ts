import * as z from 'zod';
import type { Published } from './statistics.ts';

/* The rules of the Embedded Metric Format that CloudWatch Logs enforces. */

const name = z.string().min(1).max(1_024);
const Directive = z.strictObject({
  Namespace: z
    .string()
    .min(1)
    .max(1_024)
    .regex(/^[\w./#:-]+$/),
  Dimensions: z.array(z.array(name).max(30)).min(1),
  Metrics: z
    .array(z.strictObject({ Name: name, Unit: z.enum(['Milliseconds', 'Count']).optional() }))
    .max(100),
});
const Line = z.looseObject({
  _aws: z.strictObject({
    // In milliseconds: seconds would be in 1970, and CloudWatch accepts nothing older than two weeks.
    Timestamp: z.number().int().min(1_000_000_000_000),
    CloudWatchMetrics: z.array(Directive).min(1),
  }),
});
const dimensionValue = z
  .string()
  .min(1)
  .max(1_024)
  .regex(/^[\x20-\x7e]+$/);
const metricValue = z.union([z.number(), z.array(z.number()).min(1).max(100)]);

const longestLine = 256_000; // bytes

/** The values that CloudWatch publishes from a line: each value for each set of dimensions. @throws for a line that breaks the rules. */
export function publishedFrom(line: string): readonly (Published & { readonly namespace: string })[] {
  if (line.includes('\n') || Buffer.byteLength(line) > longestLine)
    throw new Error('not a line that Logs would accept');
  const document = Line.parse(JSON.parse(line));
  const { Timestamp: at, CloudWatchMetrics } = document._aws;
  return CloudWatchMetrics.flatMap(({ Namespace: namespace, Dimensions, Metrics }) =>
    Dimensions.flatMap((names) => {
      const dimensions = Object.fromEntries(names.map((key) => [key, dimensionValue.parse(document[key])]));
      return Metrics.flatMap(({ Name: metric }) =>
        [metricValue.parse(document[metric])].flat().map((value) => ({
          namespace,
          metric,
          dimensions,
          at,
          value,
        })),
      );
    }),
  );
}
