import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { recorderFromEnvironment } from '../../../../recorder/index.ts';

/* A service with one endpoint that grinds after a wait, and one that only waits a moment. It prints its port and serves
 * until its standard input ends. */

const recorder = recorderFromEnvironment({ service: 'queue' });
const app = express();
app.use(recorder.middleware);
app.get('/slow', async (_req, res) => void res.json(await grind(1_500_000)));
app.get('/fast', async (_req, res) => void res.json(await glance()));

async function grind(turns: number): Promise<number> {
  await pause(1);
  let sum = 0;
  for (let turn = 0; turn < turns; turn += 1) sum += performance.now();
  return sum;
}

async function glance(): Promise<string> {
  await pause(2);
  return 'seen';
}

const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().once('end', async () => {
  server.close();
  server.closeAllConnections();
  await recorder.close();
});
