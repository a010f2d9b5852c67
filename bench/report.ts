import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { examineService } from '#core/performance/report/examine-service.ts';
import { performanceReport } from '#core/performance/report/performance-report.ts';
import { day, hour } from '#core/time.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { SimulatedStore } from './report/simulated-store.ts';

const now = Date.UTC(2026, 5, 30, 9, 20);
const load = { service: 'shop', endpoints: 50, requestsPerWindow: 100 };
const rounds = 15;
const maxHeld = 50; // MB of a million bytes
const manifest = {
  name: 'shop',
  calls: [],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
const services = { load: () => Promise.reject(new Error('the service calls no other services')) };

/** Time and memory of a performance report, from records in memory; excludes the time of a real table. */
export async function measure(): Promise<BenchmarkTable> {
  const store = new SimulatedStore(load);
  await store.simulate(now - 31 * day, now);
  const request = { manifest, services, store: store.metrics, now };
  const neverRolledUp = { ...store.rollups, rolledUpUntil: async () => null };
  const single = await measureReport({ ...request, rollups: neverRolledUp, span: day });
  const rolledUp = { ...request, rollups: store.rollups };
  const ofDay = await measureReport({ ...rolledUp, span: day });
  const rows = [
    ['24 h, from five-minute windows only', single],
    ['1 h', await measureReport({ ...rolledUp, span: hour })],
    ['24 h', ofDay],
    ['3 days', await measureReport({ ...rolledUp, span: 3 * day })],
    ['31 days', await measureReport({ ...rolledUp, span: 31 * day })],
  ] as const;
  return {
    title: `a performance report of ${load.endpoints} endpoints with ${load.requestsPerWindow} requests each in five minutes`,
    columns: ['time range', 'windows', 'time', 'ratio to the first', 'held', 'allocated'],
    rows: rows.map(([name, { windows, milliseconds, held, allocated }]) => [
      name,
      String(windows),
      `${milliseconds.toFixed(0)} ms`,
      `${(milliseconds / single.milliseconds).toFixed(2)}x`,
      `${held.toFixed(0)} MB`,
      `${allocated.toFixed(0)} MB`,
    ]),
    isWithinLimits: ofDay.held < maxHeld && ofDay.milliseconds < single.milliseconds,
  };
}

interface ReportCost {
  readonly windows: number;
  /** Median of the rounds. */
  readonly milliseconds: number;
  /** MB that the report and its inputs occupy after garbage collection. */
  readonly held: number;
  /** MB before garbage collection. */
  readonly allocated: number;
}

async function measureReport(request: Parameters<typeof examineService>[0]): Promise<ReportCost> {
  const report = async () => {
    const examined = await examineService(request);
    return { ...performanceReport({ ...examined, manifest, now }), windows: examined.windows };
  };
  // Forced garbage collection discards compiled code, so the times are measured first.
  const times: number[] = [];
  for (let i = 0; i < rounds; i += 1) {
    const begun = performance.now();
    await report();
    times.push(performance.now() - begun);
  }
  await collectGarbage();
  const before = used();
  const { windows } = await report();
  const allocated = used() - before;
  await collectGarbage();
  const [middle = Number.NaN] = times.toSorted((a, b) => a - b).slice(rounds / 2);
  return {
    windows: windows.length,
    milliseconds: middle,
    held: (used() - before) / 1e6,
    allocated: allocated / 1e6,
  };
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Array memory is released a moment after the collection. */
async function collectGarbage(): Promise<void> {
  for (let i = 0; i < 3; i += 1) {
    collect();
    await setTimeout(20);
  }
}

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
