import { describe, expect, test } from 'vitest';
import { findFindings } from '#core/performance/findings/find-findings.ts';
import { processMemory } from '#core/performance/memory/process-memory.ts';
import { healthOf } from '#core/performance/report/health.ts';
import { healthSignals } from '#core/performance/report/health-signals.ts';
import { mergeParts } from '#core/performance/windows/window.ts';
import { partsWith } from '../batches.ts';

const window = 300_000;
const hour = 3_600_000;
const now = Date.UTC(2026, 5, 2, 9);
const lambda = { memoryMb: 512, architecture: 'arm64' } as const;
const manifest = { name: 'shop', lambda, targets: { p95: 1_000, endpoints: {}, availability: 0.99 } };

interface Load {
  readonly from: number;
  readonly windows: number;
  readonly requests?: number;
  readonly duration?: number;
  /** MB by hours since the start. */
  readonly heap?: (hours: number) => number;
}

const load = ({ from, windows, requests = 250, duration = 100, heap = () => 100 }: Load) =>
  Array.from({ length: windows }, (_, i) => {
    const start = from + i * window;
    const bytes = Math.round(heap((i * window) / hour) * 1e6);
    const measurements = Array.from({ length: requests }, (__, j) => ({
      endpoint: 'GET /a',
      at: start + j * 1_000,
      duration: duration + ((i + j) % 5),
      status: 200,
    }));
    return partsWith({ sequence: i, memory: { rss: bytes, heapUsed: bytes }, measurements });
  }).flat();

const yesterday = mergeParts(load({ from: now - 26 * hour, windows: 36 }));
function find(fields: Partial<Load>, dayBefore = yesterday, item: Partial<typeof manifest> = manifest) {
  const parts = load({ from: now - hour, windows: 12, ...fields });
  const windows = mergeParts(parts);
  const request = { manifest: { ...manifest, ...item }, windows, dayBefore, now };
  const findings = findFindings({ ...request, processes: processMemory(parts) });
  return { findings, health: healthOf(healthSignals({ ...request, findings })) };
}
const kindsOf = ({ findings }: ReturnType<typeof find>) => findings.map(({ kind }) => kind);

describe('the cost of a service on Lambda', () => {
  test('is found if it is 50 % higher than at the same hours of the day before', () => {
    const { findings, health } = find({ duration: 170 });
    const found = findings.find(({ kind }) => kind === 'cost');
    expect(found).toMatchObject({ endpoint: null, since: now - 4 * window });
    expect(found?.measured).toBeCloseTo((found?.limit ?? 0) * 1.68, 0);
    // 250 requests of 102 ms in five minutes, half a GB: 0.0000133334 dollars a GB-second and 0.20 a million requests.
    expect(found?.limit).toBeCloseTo((250 * (0.102 * 0.5 * 0.0000133334 + 2e-7) * 730 * 3_600) / 300, 2);
    expect(health.parts.cost).toBeCloseTo(0.653, 2);
  });

  test('is no finding if it fell, if it is only cents, or if the day before is unknown', () => {
    expect(kindsOf(find({ duration: 50 }))).not.toContain('cost');
    expect(kindsOf(find({ duration: 170 }, []))).not.toContain('cost');
    const cents = mergeParts(load({ from: now - 26 * hour, windows: 36, requests: 2 }));
    expect(kindsOf(find({ requests: 20 }, cents))).not.toContain('cost');
    expect(find({ duration: 170 }, []).health.parts.cost).toBe(1);
  });
});

describe('the memory of a service on Lambda', () => {
  test('is found to be nearly used up, with the start', () => {
    const [found] = find({ heap: (hours) => (hours >= 0.5 ? 500 : 100) }).findings;
    expect(found).toMatchObject({ kind: 'saturation', confidence: 1, since: now - hour / 2 });
    expect(found?.summary).toBe('A process uses 93.1 % of 512 MB.');
  });

  test('may be full for a moment', () => {
    expect(kindsOf(find({ heap: (hours) => (hours > 0.8 && hours < 0.9 ? 500 : 100) }))).toEqual([]);
  });

  test('that grows has a computed number of hours until it is full, which health uses', () => {
    const grows = { from: now - 24 * hour, windows: 288, heap: (hours: number) => 100 + 10 * hours };
    const { findings, health } = find(grows, []);
    const found = findings.find(({ kind }) => kind === 'memory-growth');
    // 536.9 MB of a million bytes, minus the 335 MB of the last half hour, at 10 MB an hour.
    expect(found?.summary).toMatch(/ Its 512 MB will be full in 20 h\.$/);
    expect(health.parts.memory).toBeCloseTo(20.2 / 72, 1);
  });
});

test('there are no findings about cost or limits of a service elsewhere', () => {
  const { lambda: _, ...elsewhere } = manifest;
  const parts = load({ from: now - hour, windows: 12, duration: 170, heap: () => 510 });
  const found = findFindings({ manifest: elsewhere, windows: mergeParts(parts), dayBefore: yesterday, now });
  expect(found.map(({ kind }) => kind)).not.toContain('cost');
  expect(found.map(({ kind }) => kind)).not.toContain('saturation');
});
