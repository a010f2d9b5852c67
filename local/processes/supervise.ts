import { setTimeout as delay } from 'node:timers/promises';
import { second } from '#core/time.ts';
import { countFailures } from '../failures.ts';
import type { Child } from './child.ts';

/** A program that runs until it is stopped. */
export type Program = Pick<Child, 'ended' | 'stop'>;

/** A program that has run for this long has started well. */
const steady = 5 * second;

/**
 * Starts a program, and starts it again whenever it ends, after pauses that grow while it does not run well.
 * @param name of the program, as the subject of a sentence.
 * @param start resolves once the program is ready. The error of the first start is the caller's.
 */
export async function supervise(
  name: string,
  start: () => Promise<Program>,
): Promise<{ stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const failures = countFailures(name);
  const sleep = (milliseconds: number) => delay(milliseconds, undefined, { signal }).catch(() => undefined);
  let program: Program | null = await start();

  async function run(): Promise<void> {
    program ??= await start();
    const { ended } = program;
    await Promise.race([ended, sleep(steady).then(() => signal.aborted || failures.succeeded())]);
    const { lastWords } = await ended;
    program = null;
    throw new Error(`it ended: ${lastWords || 'it printed nothing'}`);
  }

  const work = (async () => {
    while (!signal.aborted)
      await run().catch((error: unknown) => (signal.aborted ? undefined : sleep(failures.failed(error))));
  })();
  return {
    async stop() {
      stopping.abort();
      await program?.stop();
      await work;
    },
  };
}
