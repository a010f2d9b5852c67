import { interruption } from '#local/interruption.ts';

/** A signal that aborts when the command is to end: by Ctrl-C, by SIGTERM, or because its terminal is closed. */
export function interruptSignal(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => interrupted.abort(interruption()));
  return interrupted.signal;
}
