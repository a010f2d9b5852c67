import { insist } from '../insist.ts';
import { interruption } from '../interruption.ts';
import type { RunningService } from '../run-service.ts';

/** A service that is to run for as long as the instance. */
export interface KeptService {
  /** Null while it does not run. */
  running(): RunningService | null;
  /** Why its latest start failed; null before that, and while it runs. */
  failure(): unknown;
  /** Resolves once it runs, or its first start has failed. */
  readonly firstStart: Promise<void>;
  /** Resolves once it runs. @throws Unavailable `up/interrupted` if it is stopped before. */
  readonly started: Promise<RunningService>;
  /** Also ends a start that is in progress. */
  stop(): Promise<void>;
}

/**
 * Starts a service, and tries that again with growing pauses until it succeeds; the first failure is logged.
 * @param start gets a signal that aborts when the service is stopped.
 */
export function keepService(
  name: string,
  start: (signal: AbortSignal) => Promise<RunningService>,
): KeptService {
  const stopping = new AbortController();
  const first = Promise.withResolvers<void>();
  let running: RunningService | null = null;
  let failure: unknown = null;

  async function tryToStart(): Promise<RunningService> {
    try {
      running = await start(stopping.signal);
      failure = null;
      return running;
    } catch (error) {
      failure = error;
      throw error;
    } finally {
      first.resolve();
    }
  }

  const started = insist(`the start of ${name}`, tryToStart, stopping.signal);
  const settled = started.catch(() => undefined);
  return {
    running: () => running,
    failure: () => failure,
    firstStart: first.promise,
    started,
    async stop() {
      stopping.abort(interruption());
      await settled;
      await running?.stop();
      running = null;
    },
  };
}
