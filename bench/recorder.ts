import express, { type Express, type RequestHandler } from 'express';
import { createRecorder } from '#recorder/index.ts';
import type { BenchmarkRatio } from './benchmark-result.ts';
import { compareServers } from './compare-servers.ts';
import { listen, listenAsCollector } from './listen.ts';

/** Time that the recorder adds to a request: a trivial Express endpoint with and without it, in alternation. */
export async function measure(): Promise<BenchmarkRatio> {
  const collector = await listenAsCollector();
  const recorder = createRecorder({
    service: 'bench',
    version: 'bench',
    token: 'bench',
    url: collector.url,
    flushEvery: 200,
  });
  const bare = await listen(trivialApp());
  const recorded = await listen(trivialApp(recorder.middleware));
  try {
    return await compareServers(
      { subject: recorded.url, baseline: bare.url, rounds: 12, roundMilliseconds: 250 },
      { subject: 'a request with the recorder', baseline: 'the same request without it' },
    );
  } finally {
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
