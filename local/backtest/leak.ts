import * as z from 'zod';
import { judgeLeak, type LeakJudgment, type Point } from '#core/performance/memory/judge-leak.ts';
import { parseJson } from '#core/validation.ts';

/** Memory in MB, by name, in windows of equal length. */
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
      message: 'min, mean and max must be of the same length',
    }),
);

const troughHours = 0.5;

export interface LeakResult {
  readonly leak: boolean;
  readonly slopeMbPerHour: number;
  readonly confidence: number;
}

/** The product's judgment of memory series, by their names. */
export function backtestLeak(text: string): Readonly<Record<string, LeakResult>> {
  const series = parseJson(AllSeries, text, 'the series', 'backtest/invalid-series');
  return Object.fromEntries(
    Object.entries(series).map(([name, { stepSeconds, min }]) => [
      name,
      answerOf(judgeLeak(troughsOf(min, stepSeconds / 3_600))),
    ]),
  );
}

const answerOf = ({ leaks, slope, confidence }: LeakJudgment): LeakResult => ({
  leak: leaks,
  slopeMbPerHour: slope,
  confidence,
});

function troughsOf(min: readonly number[], stepHours: number): readonly Point[] {
  const together = Math.max(1, Math.round(troughHours / stepHours));
  const whole = Math.floor(min.length / together);
  return Array.from({ length: whole }, (_, i) => ({
    x: i * together * stepHours,
    y: Math.min(...min.slice(i * together, (i + 1) * together)),
  }));
}
