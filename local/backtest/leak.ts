import * as z from 'zod';
import { judgeLeak, type LeakJudgment, type TroughPoint } from '#core/performance/memory/judge-leak.ts';
import { parseJson } from '#core/validation.ts';

/** Memory in MB in windows of equal length, by series name. */
const AllSeries = z.record(
  z.string(),
  z
    .object({
      stepSeconds: z.number().positive(),
      min: z.array(z.number().min(0)),
      mean: z.array(z.number().min(0)),
      max: z.array(z.number().min(0)),
    })
    .refine(({ min, mean, max }) => min.length === mean.length && mean.length === max.length, {
      message: 'min, mean and max must have the same length',
    }),
);

const troughHours = 0.5;

export interface LeakResult {
  readonly leak: boolean;
  readonly slopeMbPerHour: number;
  readonly confidence: number;
}

/** Runs the product's leak detection on memory series. Returns the results by name. */
export function backtestLeak(text: string): Readonly<Record<string, LeakResult>> {
  const series = parseJson(AllSeries, text, 'the series', 'backtest/invalid-series');
  return Object.fromEntries(
    Object.entries(series).map(([name, { stepSeconds, min }]) => [
      name,
      resultOf(judgeLeak(troughsOf(min, stepSeconds / 3_600))),
    ]),
  );
}

const resultOf = ({ leaks, slope, confidence }: LeakJudgment): LeakResult => ({
  leak: leaks,
  slopeMbPerHour: slope,
  confidence,
});

function troughsOf(min: readonly number[], stepHours: number): readonly TroughPoint[] {
  const windowsPerTrough = Math.max(1, Math.round(troughHours / stepHours));
  const troughs = Math.floor(min.length / windowsPerTrough);
  return Array.from({ length: troughs }, (_, i) => ({
    x: i * windowsPerTrough * stepHours,
    y: Math.min(...min.slice(i * windowsPerTrough, (i + 1) * windowsPerTrough)),
  }));
}
