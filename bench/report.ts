import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { examine } from '#core/performance/examine.ts';
import { performanceReport } from '#core/performance/report.ts';
import type { Table } from './measurement.ts';
import { Kept } from './report/kept.ts';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 5, 30, 9, 20);
const load = { service: 'shop', endpoints: 50, requestsPerWindow: 100 };
const rounds = 15;
const most = 50; // MB of a million bytes
const manifest = {
  name: 'shop',
  calls: [],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
const services = { load: () => Promise.reject(new Error('the service calls no other')) };

/** Time and memory of the report of a service, from records as a table gives them; the table's own time is not in it. */
export async function measure(): Promise<Table> {
  const kept = new Kept(load);
  await kept.measure(now - 31 * day, now);
  const request = { manifest, services, store: kept.metrics, now };
  const single = await reported({ ...request, history: new Kept(load).history, span: day });
  const rolledUp = { ...request, history: kept.history };
  const ofDay = await reported({ ...rolledUp, span: day });
  const rows = [
    ['24 h, by windows of five minutes alone', single],
    ['1 h', await reported({ ...rolledUp, span: hour })],
    ['24 h', ofDay],
    ['3 days', await reported({ ...rolledUp, span: 3 * day })],
    ['31 days', await reported({ ...rolledUp, span: 31 * day })],
  ] as const;
  return {
    title: `a report of ${load.endpoints} endpoints, ${load.requestsPerWindow} requests to each in five minutes`,
    columns: ['of', 'windows', 'time', 'to the first', 'held', 'allocated'],
    rows: rows.map(([name, { windows, milliseconds, held, allocated }]) => [
      name,
      String(windows),
      `${milliseconds.toFixed(0)} ms`,
      `${(milliseconds / single.milliseconds).toFixed(2)} times`,
      `${held.toFixed(0)} MB`,
      `${allocated.toFixed(0)} MB`,
    ]),
    isWithinLimits: ofDay.held < most && ofDay.milliseconds < single.milliseconds / 2,
  };
}

interface Reported {
  readonly windows: number;
  /** The median of the rounds. */
  readonly milliseconds: number;
  /** MB that the report and what it rests on take, and with what was let go since and not collected yet; at the most. */
  readonly held: number;
  readonly allocated: number;
}

async function reported(request: Parameters<typeof examine>[0]): Promise<Reported> {
  const times: number[] = [];
  const [held, allocated]: [number[], number[]] = [[], []];
  let windows = 0;
  for (let i = 0; i < rounds; i += 1) {
    collectGarbage();
    const before = used();
    const begun = performance.now();
    const examined = await examine(request);
    const report = performanceReport({ ...examined, manifest, now });
    times.push(performance.now() - begun);
    allocated.push(used() - before);
    collectGarbage();
    held.push(used() - before);
    windows = report.endpoints.length > 0 ? examined.windows.length : 0;
  }
  const [middle = Number.NaN] = times.toSorted((a, b) => a - b).slice(rounds / 2);
  return {
    windows,
    milliseconds: middle,
    held: Math.max(...held) / 1e6,
    allocated: Math.max(...allocated) / 1e6,
  };
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function used(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
