import { expect, test } from 'vitest';
import { Unavailable } from '#core/errors.ts';
import type { MetricsSource } from '#core/performance/collection/metrics-source.ts';
import { sourceByKind } from '#core/performance/collection/source-by-kind.ts';
import type { ServiceMetric } from '#core/service/service-metrics.ts';
import { MemoryMetricsSource } from '../../../../support/memory-metrics-source.ts';

const noon = Date.UTC(2026, 5, 1, 12);
const ofCloudWatch: ServiceMetric = { kind: 'recorder', endpoint: 'GET /a' };
const ofPrometheus: ServiceMetric = {
  kind: 'prometheus',
  endpoint: 'GET /b',
  metric: 'http_seconds',
  labels: {},
  unit: 's',
};

/** Has seen one request to each endpoint. */
function seeing(): MemoryMetricsSource {
  const source = new MemoryMetricsSource();
  for (const endpoint of ['GET /a', 'GET /b'])
    source.seen.push({ endpoint, version: 'v1', at: noon, duration: 10, status: 200 });
  return source;
}

const failing: MetricsSource = {
  async read() {
    throw new Unavailable('it cannot be reached.', { code: 'metrics/unreachable' });
  },
};
const read = (
  cloudWatch: MetricsSource,
  prometheus: MetricsSource | null,
  metrics = [ofCloudWatch, ofPrometheus],
) =>
  sourceByKind({ cloudWatch, prometheus }).read({
    service: 'shop',
    metrics,
    versions: [],
    from: noon,
    to: noon + 60_000,
    windowSeconds: 300,
  });

test('each endpoint is read where it is measured', async () => {
  const { parts, incomplete } = await read(seeing(), seeing());
  expect(parts.map(({ endpoint }) => endpoint).toSorted()).toEqual(['GET /a', 'GET /b']);
  expect(incomplete).toEqual([]);
});

test('where one system is out of reach, the others are read, and its endpoints are incomplete', async () => {
  const { parts, incomplete } = await read(failing, seeing());
  expect(parts).toMatchObject([{ endpoint: 'GET /b' }]);
  expect(incomplete).toEqual([
    { endpoint: 'GET /a', version: 'unversioned', reason: 'it cannot be reached.' },
  ]);
  await expect(read(failing, seeing(), [ofCloudWatch])).rejects.toThrow('it cannot be reached');
});

test('an endpoint of a Prometheus that nobody named is incomplete', async () => {
  const { incomplete } = await read(seeing(), null);
  expect(incomplete).toMatchObject([
    { endpoint: 'GET /b', reason: expect.stringContaining('no URL of a Prometheus server') },
  ]);
});
