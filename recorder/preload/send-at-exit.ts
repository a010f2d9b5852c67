import { isMainThread, Worker, workerData } from 'node:worker_threads';
import { Sender, type SenderOptions } from '../sender.ts';
import type { StartOptions } from '../start-recorder.ts';
import { createTokenSource } from '../token-source.ts';

/** What a process may be held up at its end. */
const longestWait = 1_000; // milliseconds

/** What the thread sends. */
interface LastBatches {
  readonly url: string;
  readonly token: StartOptions['token'];
  readonly bodies: readonly string[];
  /** Becomes 1 when everything was tried. */
  readonly isDone: Int32Array;
}

const key = 'ironclawLastBatches';

/**
 * Sends what is left when the process exits, whichever way, if it still runs code then. An exiting process waits for no response, so a
 * thread sends and the process waits for the thread. Signal handlers would be too early, and would change how the service ends.
 *
 * @param file of this program, which the thread runs again.
 */
export function sendAtExit(
  { url, token }: Pick<StartOptions, 'url' | 'token'>,
  takeUnsent: () => readonly string[],
  file: string,
): void {
  if (!isMainThread) return;
  process.once('exit', () => {
    try {
      const bodies = takeUnsent();
      if (bodies.length === 0) return;
      const isDone = new Int32Array(new SharedArrayBuffer(4));
      const last: LastBatches = { url, token, bodies, isDone };
      new Worker(file, { workerData: { [key]: last }, env: {}, execArgv: [] });
      Atomics.wait(isDone, 0, 0, longestWait);
    } catch {
      // What cannot be sent must not change how the service ends.
    }
  });
}

/** What this thread was started to send; `null` in any other thread. */
export function lastBatches(): LastBatches | null {
  return isMainThread ? null : (workerData?.[key] ?? null);
}

/** Sends them in their order. */
export async function sendLastBatches({ url, token, bodies, isDone }: LastBatches): Promise<void> {
  const options: SenderOptions = { url, tokens: createTokenSource(token), timeout: longestWait };
  const sender = new Sender(options);
  for (const body of bodies) await sender.send(body, true, new AbortController().signal);
  Atomics.store(isDone, 0, 1);
  Atomics.notify(isDone, 0);
}
