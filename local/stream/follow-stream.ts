import { second } from '#core/time.ts';
import type { StreamReader } from './stream-reader.ts';

export interface StreamOptions {
  readonly reader: StreamReader;
  /** Processes a batch of records in order, like a Lambda handler. If it throws, the batch is delivered again. */
  readonly deliver: (event: { readonly Records: readonly unknown[] }) => Promise<unknown>;
}

const idleMilliseconds = 250;
const retryMilliseconds = second;

/**
 * Stands in for Lambda's event source mapping: delivers a table's stream from where the last instance stopped.
 */
export function followStream({ reader, deliver }: StreamOptions): { stop(): Promise<void> } {
  let isStopped = false;

  /** @returns milliseconds to wait before the next delivery. */
  async function deliverNext(): Promise<number> {
    try {
      const batch = await reader.read();
      if (!batch) return idleMilliseconds;
      await deliver({ Records: batch.records });
      batch.markProcessed();
      return 0;
    } catch (error) {
      if (!isStopped) log(error);
      return retryMilliseconds;
    }
  }

  const work = (async () => {
    while (!isStopped) {
      const wait = await deliverNext();
      if (!isStopped && wait > 0) await new Promise((done) => setTimeout(done, wait));
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await work;
      reader.close();
    },
  };
}

function log(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  console.error(JSON.stringify({ level: 'WARN', message: `the stream could not be delivered: ${message}` }));
}
