import { beforeEach, expect, it } from 'vitest';
import {
  type MetricsSource,
  type ReadMetrics,
  unversioned,
} from '#core/performance/collection/metrics-source.ts';
import { emptySketch, quantile } from '#core/performance/sketch/sketch.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import type { ServiceMetric } from '#core/service/service-metrics.ts';
import type { SeenByTheSource } from '../../support/memory-metrics-source.ts';

export interface ObservedSource<Metric extends ServiceMetric> {
  readonly source: MetricsSource<Metric>;
  /** Makes the outside system see requests to `shop`. */
  see(requests: readonly SeenByTheSource[]): void;
}

const minute = 60_000;
const noon = Date.UTC(2026, 5, 1, 12);
export const recorded = (endpoint: string) => ({ kind: 'recorder', endpoint }) as const;

export interface Peculiar<Metric> {
  /** Where an endpoint is measured. */
  readonly metricOf: (endpoint: string) => Metric;
  /** The maximum factor by which a duration may be off, because an outside system keeps buckets. */
  readonly precision?: number;
}

/** What every metrics source guarantees. `open` returns one without measurements. */
export function behavesAsMetricsSource<Metric extends ServiceMetric>(
  open: () => Promise<ObservedSource<Metric>>,
  { metricOf, precision = 1 }: Peculiar<Metric>,
): void {
  let source: MetricsSource<Metric>;
  let see: ObservedSource<Metric>['see'];
  beforeEach(async () => {
    ({ source, see } = await open());
  });

  const seen = (fields: Partial<SeenByTheSource> = {}): SeenByTheSource => {
    return { endpoint: 'GET /a', version: 'v1', at: noon, duration: 10, status: 200, ...fields };
  };
  const read = async (fields: Partial<ReadMetrics<Metric>> = {}) => {
    const request = {
      service: 'shop',
      metrics: [metricOf('GET /a'), metricOf('GET /b')],
      versions: [],
      from: noon,
      to: noon + 10 * minute,
      windowSeconds: 300,
      ...fields,
    };
    const { parts, incomplete } = await source.read(request);
    expect(incomplete).toEqual([]);
    return parts.toSorted((a, b) => a.from - b.from || compare(a, b));
  };

  it('returns nothing without measurements', async () => {
    expect(await read()).toEqual([]);
  });

  it('counts the requests of a minute, the failed ones, and their time', async () => {
    const durations = [40, 10, 30.5, 20];
    see(
      durations.map((duration, i) => seen({ duration, at: noon + i * 1_000, status: i === 3 ? 503 : 200 })),
    );
    see([seen({ at: noon + minute - 1, status: 404 })]);
    const parts = await read();
    expect(parts).toMatchObject([{ service: 'shop', endpoint: 'GET /a', count: 5, errors: 1 }]);
    const { sum, min, max } = parts[0] ?? { sum: 0, min: 0, max: 0 };
    expect(sum).toBeCloseTo(110.5, 9);
    expect(10 / min).toBeLessThanOrEqual(precision);
    expect(10 / min).toBeGreaterThanOrEqual(1);
    expect(max / 40).toBeLessThanOrEqual(precision);
    expect(max / 40).toBeGreaterThanOrEqual(1);
  });

  it('knows the distribution of the durations', async () => {
    see(Array.from({ length: 1_000 }, (_, i) => seen({ duration: i + 1, at: noon + i * 59 })));
    const [part] = await read();
    for (const share of [0.25, 0.5, 0.75, 0.9, 0.95, 0.99])
      expect(quantile(part?.sketch ?? emptySketch, share) / (share * 1_000)).toBeCloseTo(1, 1);
  });

  it("makes one part for each minute, in the minute's window", async () => {
    see([0, 4, 5].map((i) => seen({ at: noon + i * minute + 30_000 })));
    const parts = await read();
    expect(parts.map(({ windowStart }) => windowStart - noon)).toEqual([0, 0, 5 * minute]);
    expect(parts.map(({ from, to }) => [from - noon, to - noon])).toEqual([
      [0, minute - 1],
      [4 * minute, 5 * minute - 1],
      [5 * minute, 6 * minute - 1],
    ]);
    expect(new Set(parts.map(({ batch }) => batch)).size).toBe(3);
  });

  it('includes the minute at the start of the range and excludes the minute at its end', async () => {
    see([-1, 0, 1, 2].map((i) => seen({ at: noon + i * minute })));
    const parts = await read({ from: noon, to: noon + 2 * minute });
    expect(parts.map(({ from }) => from - noon)).toEqual([0, minute]);
  });

  it('separates endpoints, and omits endpoints that were not requested', async () => {
    see(['GET /a', 'GET /b', 'GET /c'].map((endpoint) => seen({ endpoint })));
    expect((await read()).map(({ endpoint }) => endpoint)).toEqual(['GET /a', 'GET /b']);
  });

  it('separates the requested versions, and combines all versions if none was requested', async () => {
    see(['v1', 'v1', 'v2', 'v3'].map((version) => seen({ version })));
    const versions = ['v1', 'v2'].map((name) => ({ name, deployedAs: name }));
    expect((await read({ versions })).map(({ version, count }) => [version, count])).toEqual([
      ['v1', 2],
      ['v2', 1],
    ]);
    expect((await read()).map(({ version, count }) => [version, count])).toEqual([[unversioned, 4]]);
  });

  it('makes the same part for the same minute, or one that replaces it if there are more measurements', async () => {
    see([seen()]);
    const [first] = await read();
    expect(await read()).toEqual([first]);
    see([seen({ duration: 20 })]);
    const [second] = await read();
    expect(second?.count).toBe(2);
    expect(keyOf(second)).toEqual(keyOf(first));
  });

  it('returns nothing for a metric that has stopped, and continues when it is back', async () => {
    see([0, 1, 7].map((i) => seen({ at: noon + i * minute })));
    expect(await read({ from: noon + 2 * minute, to: noon + 7 * minute })).toEqual([]);
    expect(await read({ from: noon + 2 * minute, to: noon + 8 * minute })).toHaveLength(1);
  });
}

const compare = (a: WindowPart, b: WindowPart) =>
  a.endpoint.localeCompare(b.endpoint) || a.version.localeCompare(b.version);

/** The key by which a store knows that a part replaces another. */
const keyOf = (part: WindowPart | undefined) => [
  part?.service,
  part?.endpoint,
  part?.version,
  part?.windowStart,
  part?.batch,
];
