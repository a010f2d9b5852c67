import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { InvalidInput } from '#core/errors.ts';
import { countOf, merge, quantile, type Sketch, sketchOf } from '#core/performance/sketch/sketch.ts';
import { encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';

/** Values per sketch. Sketches are merged like those of windows. */
const valuesPerSketch = 10_000;
const percentiles = { p50: 0.5, p90: 0.9, p95: 0.95, p99: 0.99, 'p99.9': 0.999 } as const;

/**
 * Runs the product's sketch on values, one per line. Returns the count, the stored size in bytes, and percentiles.
 * @throws InvalidInput `backtest/invalid-value`, with the line.
 */
export async function backtestSketch(input: Readable): Promise<Readonly<Record<string, number>>> {
  let sketch: Sketch = sketchOf([]);
  let values: number[] = [];
  let line = 0;
  const flush = () => {
    sketch = merge([sketch, sketchOf(values)]);
    values = [];
  };
  for await (const text of createInterface({ input })) {
    line += 1;
    if (text.trim() === '') continue;
    const value = Number(text);
    if (!(value >= 0 && value < Infinity))
      throw new InvalidInput(`line ${line} must be a finite number, at least 0.`, {
        code: 'backtest/invalid-value',
        data: { line },
      });
    values.push(value);
    if (values.length === valuesPerSketch) flush();
  }
  flush();
  return {
    count: countOf(sketch),
    bytes: encodeSketch(sketch).length,
    ...Object.fromEntries(Object.entries(percentiles).map(([name, q]) => [name, quantile(sketch, q)])),
  };
}
