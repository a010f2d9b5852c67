import type { SeriesPoint } from '#core/performance/series/ports.ts';
import type { HistogramBucket } from '#core/performance/sketch/sketch-from-buckets.ts';
import { expiryOf } from '#core/retention.ts';

export const seriesKey = (service: string, series: string) => ({
  pk: `SERIES#${service}`,
  sk: `POINT#${series}`,
});

/** The record of the latest point of a series. */
export function itemOfSeries(service: string, series: string, point: SeriesPoint): Record<string, unknown> {
  const { buckets, ...numbers } = point;
  return {
    ...seriesKey(service, series),
    series,
    ...numbers,
    buckets: encodeBuckets(buckets),
    expiresAt: expiryOf('series', point.to),
  };
}

export function pointOfItem(item: Readonly<Record<string, unknown>>): readonly [series: string, SeriesPoint] {
  const { from, to, count, sum, min, max, buckets } = item;
  const numbers = { from, to, count, sum, min, max } as Omit<SeriesPoint, 'buckets'>;
  return [String(item.series), { ...numbers, buckets: decodeBuckets(buckets as Uint8Array) }];
}

/** Three doubles each: lower bound, upper bound, count. An upper bound may be infinite, which a number in a table cannot be. */
const size = 24;

function encodeBuckets(buckets: readonly HistogramBucket[]): Uint8Array {
  const bytes = new Uint8Array(buckets.length * size);
  const view = new DataView(bytes.buffer);
  for (const [i, { low, high, count }] of buckets.entries())
    for (const [place, value] of [low, high, count].entries()) view.setFloat64(i * size + place * 8, value);
  return bytes;
}

function decodeBuckets(bytes: Uint8Array): readonly HistogramBucket[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = (i: number, place: number) => view.getFloat64(i * size + place * 8);
  return Array.from({ length: bytes.byteLength / size }, (_, i) => ({
    low: at(i, 0),
    high: at(i, 1),
    count: at(i, 2),
  }));
}
