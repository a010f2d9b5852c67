import http, { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type RequestHandler } from 'express';
import { median } from '#core/numbers/median.ts';
import { createRecorder } from '#recorder/index.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';

const rounds = 12;
const roundMilliseconds = 250;
const warmUpMilliseconds = 400;

/** Time that the recorder adds to a request: a trivial Express endpoint with and without it, in alternation. */
export async function measure(): Promise<BenchmarkRatio> {
  const collector = await listen((req, res) => req.resume().on('end', () => res.end('{"accepted":1}')));
  const recorder = createRecorder({
    service: 'bench',
    version: 'bench',
    token: 'bench',
    url: collector.url,
    flushEvery: 200,
  });
  const bare = await listen(trivialApp());
  const recorded = await listen(trivialApp(recorder.middleware));
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (const { url } of [bare, recorded]) await timePerRequest(url, agent, warmUpMilliseconds);
    const pairs = [];
    for (let round = 0; round < rounds; round += 1) {
      const [first, second] = round % 2 === 0 ? [bare, recorded] : [recorded, bare];
      const one = await timePerRequest(first.url, agent, roundMilliseconds);
      const other = await timePerRequest(second.url, agent, roundMilliseconds);
      pairs.push(round % 2 === 0 ? { without: one, with: other } : { without: other, with: one });
    }
    return summarize(pairs);
  } finally {
    agent.destroy();
    await recorder.close();
    for (const server of [collector, bare, recorded]) server.close();
  }
}

function trivialApp(...middlewares: RequestHandler[]): Express {
  const app = express();
  for (const middleware of middlewares) app.use(middleware);
  app.get('/things/:id', (_req, res) => void res.json({ ok: true }));
  return app;
}

/** Mean microseconds from sending a request to the end of its response, over as many requests as fit in the time. */
async function timePerRequest(url: string, agent: http.Agent, milliseconds: number): Promise<number> {
  const began = performance.now();
  let requests = 0;
  while (performance.now() - began < milliseconds) {
    await visit(`${url}/things/1`, agent);
    requests += 1;
  }
  return ((performance.now() - began) * 1_000) / requests;
}

function visit(url: string, agent: http.Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    http.get(url, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
  });
}

async function listen(listener: RequestListener): Promise<{ url: string; close: () => void }> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() };
}

function summarize(pairs: readonly { without: number; with: number }[]): BenchmarkRatio {
  const ratios = pairs.map((pair) => pair.with / pair.without).sort((a, b) => a - b);
  const added = pairs.map((pair) => pair.with - pair.without);
  return {
    subject: 'a request with the recorder',
    baseline: 'the same request without it',
    ratio: medianOf(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
    detail:
      `${medianOf(pairs.map((pair) => pair.without)).toFixed(0)} µs without, ` +
      `${medianOf(pairs.map((pair) => pair.with)).toFixed(0)} µs with, ` +
      `${medianOf(added).toFixed(1)} µs added (medians of ${pairs.length} rounds, one connection, loopback)`,
  };
}

const medianOf = (values: readonly number[]): number => median(values) ?? Number.NaN;
