import { minute } from '#core/time.ts';
import type { SampledSeries } from './query-range.ts';

/**
 * The increase of a counter in each minute, by the minute's start. A counter that fell was reset. A minute needs a
 * known value at its start and at its end: the first minute of a new process is lost.
 */
export function counterIncreases({ values }: Pick<SampledSeries, 'values'>): ReadonlyMap<number, number> {
  const grown = new Map<number, number>();
  for (const [at, value] of values) {
    const before = values.get(at - minute);
    if (before === undefined || !Number.isFinite(before) || !Number.isFinite(value) || value < 0) continue;
    grown.set(at - minute, value < before ? value : value - before);
  }
  return grown;
}
