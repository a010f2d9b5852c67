import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { recorderFromEnvironment } from '../../../../recorder/index.ts';

/* A service that is visited by itself for two seconds: one endpoint is busy at once, the other after a wait. */

const recorder = recorderFromEnvironment({ service: 'busy' });
const app = express();
app.use(recorder.middleware);
app.get('/spin', (_req, res) => void res.json(spinForAWhile(8)));
app.get('/wait', async (_req, res) => void res.json(await workAfterWaiting()));

function spinForAWhile(milliseconds: number): number {
  const until = performance.now() + milliseconds;
  let turns = 0;
  while (performance.now() < until) turns += 1;
  return turns;
}

async function workAfterWaiting(): Promise<number> {
  await pause(5);
  const until = performance.now() + 4;
  let turns = 0;
  while (performance.now() < until) turns += 1;
  return turns;
}

const server = app.listen(0, '127.0.0.1', async () => {
  const { port } = server.address() as AddressInfo;
  for (const began = performance.now(); performance.now() - began < 2_000; ) {
    await Promise.all(
      ['spin', 'wait'].map((path) => fetch(`http://127.0.0.1:${port}/${path}`).then((r) => r.text())),
    );
  }
  server.close();
  server.closeAllConnections();
  await recorder.close();
});
