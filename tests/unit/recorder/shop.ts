import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import express from 'express';
import { createRecorder, type RecorderOptions } from '#recorder/index.ts';

/** A real Express service on the loopback interface with a recorder. */
export async function openShop(options: Pick<RecorderOptions, 'url'> & Partial<RecorderOptions>) {
  const recorder = createRecorder({
    service: 'shop',
    version: 'v1',
    token: 'secret',
    flushEvery: 30,
    ...options,
  });
  const app = express();
  app.use(recorder.middleware);
  app.get('/quick/:id', (_req, res) => void res.json({ ok: true }));
  app.get('/slow', async (_req, res) => {
    await pause(50);
    res.json({ ok: true });
  });
  app.get('/broken', (_req, res) => void res.status(503).end());
  app.get('/endless', (_req, res) => void res.write('and so on'));
  const orders = express.Router();
  orders.get('/:id', (_req, res) => void res.json({ ok: true }));
  app.use('/orders', orders);
  const server = app.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    recorder,
    async visit(path: string, init?: RequestInit): Promise<number> {
      const response = await fetch(base + path, init);
      await response.arrayBuffer();
      return response.status;
    },
    async close(): Promise<void> {
      server.close();
      server.closeAllConnections();
      await recorder.close();
    },
  };
}
