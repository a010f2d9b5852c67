import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { MetricsBatch } from '#core/performance/windows/metrics-batch.ts';

export interface ReceivedBatch {
  readonly path: string;
  readonly authorization: string;
  readonly text: string;
  readonly batch: MetricsBatch;
}

type Respond = (res: ServerResponse, nth: number) => void;

export const accept: Respond = (res) => void res.end('{"accepted":1}');
export const hang: Respond = () => {};
export const respondWith =
  (status: number): Respond =>
  (res) =>
    void res.writeHead(status).end('{}');

/** A real HTTP server that receives batches like the API. A batch that violates the contract fails the test. */
export async function openCollector(respond: Respond = accept, port = 0) {
  const received: ReceivedBatch[] = [];
  const problems: unknown[] = [];
  let inFlight = 0;
  let maxInFlight = 0;
  const collector = {
    received,
    respond,
    url: '',
    maxInFlight: () => maxInFlight,
    measurements: () => received.flatMap(({ batch }) => batch.measurements),
    /** Waits until `count` batches have arrived. */
    async batches(count: number): Promise<readonly ReceivedBatch[]> {
      for (let waited = 0; received.length < count && waited < 8_000; waited += 5) await pause(5);
      if (problems.length > 0) throw problems[0];
      if (received.length < count) throw new Error(`${received.length} of ${count} batches arrived.`);
      return received;
    },
    /** Waits until `count` measurements have arrived. */
    async measured(count: number): Promise<void> {
      for (let waited = 0; collector.measurements().length < count && waited < 8_000; waited += 5)
        await pause(5);
      if (problems.length > 0) throw problems[0];
      const { length } = collector.measurements();
      if (length < count) throw new Error(`${length} of ${count} measurements arrived.`);
    },
    close(): void {
      server.close();
      server.closeAllConnections();
    },
  };
  const server = createServer(async (req, res) => {
    inFlight += 1;
    maxInFlight = Math.max(maxInFlight, inFlight);
    res.once('close', () => {
      inFlight -= 1;
    });
    let text = '';
    for await (const chunk of req) text += chunk;
    try {
      const batch = MetricsBatch.parse(JSON.parse(text));
      received.push({ path: req.url ?? '', authorization: req.headers.authorization ?? '', text, batch });
    } catch (problem) {
      problems.push(problem);
    }
    collector.respond(res, received.length);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1/learning`;
  return collector;
}
