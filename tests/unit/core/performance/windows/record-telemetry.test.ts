import { expect, test } from 'vitest';
import { recordTelemetry } from '#core/performance/windows/record-telemetry.ts';
import { Refusals } from '#core/performance/windows/refusals.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { measured, partsWith } from '../batches.ts';
import { MemoryMetrics } from '../memory-metrics.ts';
import { MemoryRollups } from '../memory-rollups.ts';
import { MemorySeries } from '../memory-series.ts';

const now = Date.UTC(2026, 5, 1, 9);

function system(...allowed: readonly string[]) {
  const store = new MemoryMetrics();
  const rollups = new MemoryRollups();
  const context = { store, rollups, series: new MemorySeries(store), windowSeconds: 300, now };
  return {
    store,
    record: (parts: readonly WindowPart[]) =>
      recordTelemetry({ ...context, allowed, parts, cumulative: [], unread: new Refusals() }),
  };
}

const partOf = (service: string) => partsWith({ service, measurements: measured('GET /a', now, [10]) });

test('measurements of other services are refused as one kind, however many there are', async () => {
  const { store, record } = system('shop');
  const { recorded, refusals } = await record(['shop', 'bank', 'till'].flatMap(partOf));
  expect(recorded).toBe(1);
  expect([...refusals.reasons.keys()]).toEqual([
    'this token is for shop only, not for "bank"',
    'this token is for shop only, not for "till"',
  ]);
  const refused = await store.refusedBetween('shop', now, now + 1);
  expect([...refused]).toEqual([['this token is for shop only, not for "till"', 2]]);
});
