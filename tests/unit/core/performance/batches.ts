import { type Measurement, MetricsBatch } from '#core/performance/windows/metrics-batch.ts';
import { partsOf, type WindowPart } from '#core/performance/windows/window-part.ts';

/** A batch of one process of `shop`, with what the test cares for. */
export function batchOf(fields: Partial<MetricsBatch> = {}): MetricsBatch {
  return MetricsBatch.parse({
    service: 'shop',
    version: 'v1',
    instance: 'i1',
    sequence: 0,
    dropped: 0,
    memory: { rss: 100e6, heapUsed: 50e6 },
    measurements: [],
    ...fields,
  });
}

/** Requests that began one second after the other from `at`. */
export function measured(
  endpoint: string,
  at: number,
  durations: readonly number[],
  status = 200,
): Measurement[] {
  return durations.map((duration, i) => ({ endpoint, at: at + i * 1_000, duration, status }));
}

/** The parts of one batch, in windows of five minutes. */
export function partsWith(fields: Partial<MetricsBatch>): readonly WindowPart[] {
  return partsOf(batchOf(fields), 300);
}
