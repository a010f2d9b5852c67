import { pause } from '../pause.ts';
import type { RunningService } from '../run-service.ts';
import type { KeptService } from './kept-service.ts';

const longestTimer = 2 ** 31 - 1;

/**
 * Waits until a service runs.
 * @param deadline by `performance.now()`.
 * @returns null if it does not run by then, or was removed. @throws Unavailable `up/interrupted` if the signal comes first.
 */
export async function startedBy(
  { started, running }: KeptService,
  deadline: number,
  signal: AbortSignal,
): Promise<RunningService | null> {
  // A timer cannot wait for longer.
  const patience = Math.min(Math.max(0, deadline - performance.now()), longestTimer);
  const isOver = new AbortController();
  try {
    // A service that is removed does not start any more.
    await Promise.race([
      started.catch(() => null),
      pause(patience, AbortSignal.any([signal, isOver.signal])),
    ]);
  } finally {
    isOver.abort();
  }
  return running();
}
