import { type Loop, repeat } from '../repeat.ts';
import type { StreamReader } from './stream-reader.ts';

export interface StreamOptions {
  readonly reader: StreamReader;
  /** Processes a batch of records in order, like a Lambda handler. If it throws, the batch is delivered again. */
  readonly deliver: (event: { readonly Records: readonly unknown[] }) => Promise<unknown>;
}

const idleMilliseconds = 250;

/**
 * Stands in for Lambda's event source mapping: delivers a table's stream from where the last instance stopped.
 */
export function followStream({ reader, deliver }: StreamOptions): Loop {
  const loop = repeat(
    'the delivery of the stream',
    async (signal) => {
      while (!signal.aborted) {
        const batch = await reader.read();
        if (!batch) return;
        await deliver({ Records: batch.records });
        batch.markProcessed();
      }
    },
    idleMilliseconds,
  );
  return {
    async stop() {
      await loop.stop();
      reader.close();
    },
  };
}
