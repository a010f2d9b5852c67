import * as z from 'zod';
import { AnomalyDetector } from '#core/performance/anomaly/anomaly-detector.ts';
import { parseJson } from '#core/validation.ts';

/** Timestamps in seconds since 1970 and values, by series name. */
const AllSeries = z.record(
  z.string(),
  z
    .object({ timestamps: z.array(z.number()), values: z.array(z.number()) })
    .refine(({ timestamps, values }) => timestamps.length === values.length, {
      message: 'timestamps and values must have the same length',
    }),
);

/** The anomaly score of each value of each series, in [0, 1), computed from the values up to it. */
export function backtestDetection(text: string): Readonly<Record<string, readonly number[]>> {
  const series = parseJson(AllSeries, text, 'the series', 'backtest/invalid-series');
  return Object.fromEntries(
    Object.entries(series).map(([name, { timestamps, values }]) => {
      const detector = new AnomalyDetector();
      return [name, values.map((value, i) => detector.next(value, timestamps[i] ?? 0))];
    }),
  );
}
