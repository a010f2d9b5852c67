import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { recorderFromEnvironment } from '../../../../recorder/index.ts';

/* A service with one endpoint that is busy at once and one that is busy after a wait. It prints its port and serves
 * until its standard input ends. */

const recorder = recorderFromEnvironment({ service: 'busy' });
const app = express();
app.use(recorder.middleware);
app.get('/spin', (_req, res) => void res.json(spin(600_000)));
app.get('/wait', async (_req, res) => void res.json(await spinAfterWaiting(300_000)));

/** Counts turns instead of time: when other processes use the CPU too, everything here slows down by the same factor. */
function spin(turns: number): number {
  let sum = 0;
  for (let turn = 0; turn < turns; turn += 1) sum += performance.now();
  return sum;
}

async function spinAfterWaiting(turns: number): Promise<number> {
  await pause(5);
  let sum = 0;
  for (let turn = 0; turn < turns; turn += 1) sum += performance.now();
  return sum;
}

const server = app.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
process.stdin.resume().once('end', async () => {
  server.close();
  server.closeAllConnections();
  await recorder.close();
});
