import { execFile } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { median } from '#core/numbers/median.ts';
import { examineService } from '#core/performance/report/examine-service.ts';
import { day, second } from '#core/time.ts';
import { basePath } from '#functions/api/routes/all-routes.ts';
import { startProxyProcess } from '#local/fleet/proxy-process.ts';
import { startProxy } from '#local/fleet/weighted-proxy.ts';
import { startGateway } from '#local/gateway/gateway.ts';
import { openTokens } from '#local/gateway/tokens.ts';
import { startChild } from '#local/processes/child.ts';
import { freePort } from '#local/processes/free-port.ts';
import type { BenchmarkTable } from './benchmark-result.ts';
import { SimulatedStore } from './report/simulated-store.ts';

const run = promisify(execFile);
const sender = fileURLToPath(new URL('./proxy/send-program.ts', import.meta.url));
const rate = 300; // requests a second
const [rounds, roundSeconds] = [5, 3];
const patience = 30 * second;
const mostAdded = 2; // milliseconds, at the 99th percentile

const now = Date.UTC(2026, 5, 30, 9, 20);
const load = { service: 'shop', endpoints: 50, requestsPerWindow: 100 };
const manifest = {
  name: 'shop',
  calls: [],
  metrics: [],
  targets: { p95: 100, endpoints: {}, availability: 0.99 },
};
const services = { load: () => Promise.reject(new Error('the service calls no other services')) };

/**
 * Time that the proxy adds to a request while this process analyzes a service, beside a proxy that shares this process;
 * and the time of the API's health check while nothing else happens.
 */
export async function measure(): Promise<BenchmarkTable> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-proxy-'));
  const service = await startService(folder);
  const split = { baseline: { commit: 'a', url: service.url }, canary: null };
  const apart = await startProxyProcess(
    { service: 'bench', port: 0, patience, logs: folder, owner: folder },
    () => undefined,
  );
  await apart.split(split);
  const nothing = () => undefined;
  const splitter = { pick: () => split.baseline, report: nothing, saw: nothing, answering: nothing };
  const inside = await startProxy(0, splitter, patience);
  const tokens = await openTokens(join(folder, 'keys.json'));
  const gateway = await startGateway({ port: 0, tokens });
  try {
    const health = `${gateway.url}${basePath}/health`;
    await timesOf(health);
    const idle = await timesOf(health);
    const targets = { direct: service.url, apart: apart.url, inside: inside.url };
    for (const url of Object.values(targets)) await timesOf(url);
    const rows = await whileAnalyzing(() => measureInTurns(targets));
    const added = at(rows.apart, 0.99) - at(rows.direct, 0.99);
    return {
      title: `a request at ${rate} requests a second; the proxy adds ${added.toFixed(2)} ms at p99`,
      columns: ['request', 'p50', 'p95', 'p99'],
      rows: [
        ['to the service itself, during an analysis', ...percentiles(rows.direct)],
        ['through the proxy in its own process, during an analysis', ...percentiles(rows.apart)],
        ['through a proxy in the process of the analysis', ...percentiles(rows.inside)],
        ["the API's health check, idle", ...percentiles(idle)],
      ],
      isWithinLimits: added < mostAdded,
    };
  } finally {
    await Promise.all([apart.stop(), inside.close(), gateway.close(), service.stop()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A service that does nothing, in its own process. */
async function startService(folder: string) {
  const port = await freePort();
  const child = startChild({
    command: process.execPath,
    arguments: [
      '-e',
      `require('node:http').createServer((_, r) => r.end('ok')).listen(${port}, '127.0.0.1')`,
    ],
    folder,
    environment: {},
    log: createWriteStream(join(folder, 'service.log')),
    owner: folder,
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => null))) await delay(20);
  return { url, stop: child.stop };
}

/** Times in milliseconds. */
async function timesOf(url: string): Promise<readonly number[]> {
  const { stdout } = await run(process.execPath, [sender, url, String(rate), String(roundSeconds)]);
  return JSON.parse(stdout) as number[];
}

type Times<Name extends string> = Record<Name, readonly number[]>;

async function measureInTurns<Name extends string>(
  targets: Readonly<Record<Name, string>>,
): Promise<Times<Name>> {
  const names = Object.keys(targets) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, []])) as unknown as Times<Name>;
  for (let round = 0; round < rounds; round += 1)
    for (const name of names) times[name] = [...times[name], ...(await timesOf(targets[name]))];
  return times;
}

/** Analyzes a service again and again in this process meanwhile, as often as the demo does. */
async function whileAnalyzing<Result>(work: () => Promise<Result>): Promise<Result> {
  const store = new SimulatedStore(load);
  await store.simulate(now - 3 * day, now);
  const request = { manifest, services, store: store.metrics, rollups: store.rollups, now, span: day };
  let isOver = false;
  const analyzing = (async () => {
    while (!isOver) {
      await examineService(request);
      await delay(1_500);
    }
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await analyzing;
  }
}

const at = (times: readonly number[], share: number): number =>
  times.toSorted((a, b) => a - b)[Math.floor(share * (times.length - 1))] ?? Number.NaN;

const percentiles = (times: readonly number[]): readonly string[] =>
  [median([...times]) ?? Number.NaN, at(times, 0.95), at(times, 0.99)].map((ms) => `${ms.toFixed(2)} ms`);
