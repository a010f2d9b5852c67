import { setTimeout as delay } from 'node:timers/promises';
import { countFailures } from './failures.ts';

export interface Loop {
  /** Resolves once the task is not running and will not run again. */
  stop(): Promise<void>;
}

/**
 * Runs a task at once and then periodically, never two at a time. Its failure ends nothing: it is logged once, and the
 * task is tried again after growing pauses.
 * @param name of the task, as the subject of a sentence.
 * @param task gets a signal that aborts when the loop is stopped.
 * @param every milliseconds from one start to the next; a task that takes longer skips starts.
 */
export function repeat(name: string, task: (signal: AbortSignal) => Promise<unknown>, every: number): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  const failures = countFailures(name);

  /** @returns milliseconds to wait before the next run. */
  async function runOnce(): Promise<number> {
    const begun = performance.now();
    try {
      await task(signal);
    } catch (error) {
      return signal.aborted ? 0 : failures.failed(error);
    }
    failures.succeeded();
    return every - ((performance.now() - begun) % every);
  }

  const work = (async () => {
    while (!signal.aborted) await delay(await runOnce(), undefined, { signal }).catch(() => undefined);
  })();
  return {
    async stop() {
      stopping.abort();
      await work;
    },
  };
}
