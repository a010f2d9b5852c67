import { countFailures } from './failures.ts';
import { interruption } from './interruption.ts';
import { pause } from './pause.ts';

/**
 * Runs a task until it succeeds once, with growing pauses.
 * @param name of the task, as the subject of a sentence.
 * @throws Unavailable `up/interrupted` if the signal comes first.
 */
export async function insist<Value>(
  name: string,
  task: () => Promise<Value>,
  signal: AbortSignal,
): Promise<Value> {
  const failures = countFailures(name);
  for (;;) {
    try {
      const value = await task();
      failures.succeeded();
      return value;
    } catch (error) {
      // What was interrupted has not failed.
      if (signal.aborted) throw interruption();
      await pause(failures.failed(error), signal);
    }
  }
}
