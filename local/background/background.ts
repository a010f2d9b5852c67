import { Worker } from 'node:worker_threads';
import { Unavailable } from '#core/errors.ts';
import { minute } from '#core/time.ts';

/** The functions that nobody waits for. */
export type JobName = 'analyze' | 'refit' | 'learn' | 'self-test';

export interface Job {
  readonly number: number;
  readonly name: JobName;
  readonly event: object;
}

export interface Finished {
  readonly number: number;
  /** Null if it succeeded. */
  readonly failure: string | null;
}

export interface Background {
  /** Runs a function's handler on an event. @throws Unavailable `background/failed`. */
  run(name: JobName, event: object): Promise<void>;
  stop(): Promise<void>;
}

const thread = new URL('./thread.ts', import.meta.url);
const patience = 10 * minute;

/**
 * Runs handlers in a thread of their own: what they compute delays no response of the API, and if they exhaust their
 * memory, only the thread ends. The next run starts another one. Open it once the functions' environment is set: the
 * thread gets a copy.
 */
export function openBackground(): Background {
  const pending = new Map<number, { resolve(): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let numbers = 0;

  function start(): Worker {
    const started = new Worker(thread);
    started.on('message', ({ number, failure }: Finished) => {
      const waiting = pending.get(number);
      if (failure === null) waiting?.resolve();
      else waiting?.reject(refusal(failure));
    });
    started.on('error', ({ message }) => end(message));
    started.on('exit', () => end('the thread has ended'));
    return started;

    function end(why: string): void {
      if (worker !== started) return;
      worker = null;
      for (const { reject } of pending.values()) reject(refusal(why));
    }
  }

  return {
    async run(name, event) {
      worker ??= start();
      const current = worker;
      numbers += 1;
      const number = numbers;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      pending.set(number, { resolve, reject });
      const timer = setTimeout(() => void current.terminate(), patience);
      try {
        current.postMessage({ number, name, event } satisfies Job);
        await promise;
      } finally {
        clearTimeout(timer);
        pending.delete(number);
      }
    },
    async stop() {
      await worker?.terminate();
    },
  };
}

const refusal = (why: string): Unavailable => new Unavailable(why, { code: 'background/failed' });
