import { DDSketch } from '@datadog/sketches-js';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';
import { TDigest } from 'tdigest';
import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { merge, quantile, sketchOf } from '#core/performance/sketch/sketch.ts';
import { encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';
import type { BenchmarkTable } from './benchmark-result.ts';

const million = 1_000_000;
const few = 10_000;
const rounds = 5;
const maxError = 0.01;
const quantiles = [0.01, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999];

/** A sketch of values in milliseconds: its quantiles, and its size in a record in bytes. */
interface Sketched {
  readonly quantile: (q: number) => number;
  readonly bytes: () => number;
}
type Build = (values: Float64Array) => Sketched;

const structures: Readonly<Record<string, Build>> = {
  ours(values) {
    const sketch = sketchOf(values);
    return { quantile: (q) => quantile(sketch, q), bytes: () => encodeSketch(sketch).length };
  },
  'ours, merged from 100 windows': (values) => {
    const windows = Array.from({ length: 100 }, (_, i) =>
      sketchOf(values.subarray((i * values.length) / 100, ((i + 1) * values.length) / 100)),
    );
    const sketch = merge(windows);
    return { quantile: (q) => quantile(sketch, q), bytes: () => encodeSketch(sketch).length };
  },
  '@datadog/sketches-js, 1 %'(values) {
    const sketch = new DDSketch({ relativeAccuracy: maxError });
    for (const value of values) sketch.accept(value);
    return { quantile: (q) => sketch.getValueAtQuantile(q), bytes: () => sketch.toProto().length };
  },
  tdigest(values) {
    const digest = new TDigest();
    for (const value of values) digest.push(value);
    digest.compress();
    // The package has no encoding; a centroid is a mean and a weight of 8 bytes each.
    return { quantile: (q) => Number(digest.percentile(q)), bytes: () => 16 * digest.size() };
  },
  'hdr-histogram-js, 2 digits'(values) {
    const histogram = build({ numberOfSignificantValueDigits: 2 });
    for (const value of values) histogram.recordValue(Math.round(value * 1_000));
    return {
      quantile: (q) => histogram.getValueAtPercentile(q * 100) / 1_000,
      bytes: () => Buffer.from(encodeIntoCompressedBase64(histogram), 'base64').length,
    };
  },
};

/** Size, error and speed of our sketch of latencies, compared with other sketches in the same run. */
export async function measure(): Promise<BenchmarkTable> {
  const values = latencies(million);
  const ascending = values.toSorted();
  const rows = Object.entries(structures).map(([name, make]) => {
    const times = Array.from({ length: rounds }, () => {
      const begun = performance.now();
      make(values);
      return performance.now() - begun;
    });
    const whole = make(values);
    const errors = quantiles.map((q) => {
      const exact = ascending[Math.floor(q * (million - 1))] ?? Number.NaN;
      return Math.abs(whole.quantile(q) / exact - 1);
    });
    const small = make(values.subarray(0, few));
    return {
      name,
      time: Math.min(...times),
      error: Math.max(...errors),
      bytes: [small.bytes(), whole.bytes()],
    };
  });
  const fastest = Math.min(...rows.slice(2).map(({ time }) => time));
  const [ours] = rows;
  const equal = rows.slice(2).filter(({ error }) => error <= maxError);
  const smallest = Math.min(...equal.map(({ bytes }) => bytes[1] ?? Number.NaN));
  return {
    title: `a sketch of a million latencies, compared with others; error is the largest error of ${quantiles.map((q) => `p${q * 100}`).join(', ')}`,
    columns: [
      'sketch',
      'bytes for 10,000',
      'bytes for a million',
      'error',
      'time relative to the fastest other',
    ],
    rows: rows.map(({ name, time, error, bytes }) => [
      name,
      String(bytes[0]),
      String(bytes[1]),
      `${(100 * error).toFixed(2)} %`,
      `${(time / fastest).toFixed(2)}x, ${(million / 1_000 / time).toFixed(1)} M/s`,
    ]),
    isWithinLimits:
      ours !== undefined &&
      ours.error <= maxError * (1 + 1e-9) &&
      (ours.bytes[0] ?? Infinity) < 700 &&
      (ours.bytes[1] ?? Infinity) < 1_200 &&
      (ours.bytes[1] ?? Infinity) < smallest,
  };
}

/** Latencies in milliseconds: log-normal around 40 ms, and 2 % from a heavy tail above 300 ms. */
function latencies(count: number): Float64Array {
  const random = seededRandom(1);
  return Float64Array.from({ length: count }, () =>
    random() < 0.02
      ? Math.min(900_000, 300 / (1 - random()) ** (1 / 1.5))
      : 40 * Math.exp(0.6 * drawNormal(random)),
  );
}
