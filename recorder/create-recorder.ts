import type { EndpointOf } from './endpoint-of.ts';
import { createMiddleware, type Middleware } from './middleware.ts';
import { type StartOptions, startRecorder } from './start-recorder.ts';
import { warn } from './warn.ts';

export interface RecorderOptions extends StartOptions {
  /** Returns the endpoint of a served request. Default: the route template, or one guessed from the path. */
  readonly endpointOf?: EndpointOf;
}

export interface Recorder {
  /** Install it before the routes: `app.use(recorder.middleware)`. */
  readonly middleware: Middleware;
  /** Sends the remaining measurements once and stops. Resolves even if sending fails. */
  close(): Promise<void>;
}

/**
 * Measures each request that passes its middleware and reports to Ironclaw Learning.
 *
 * It never throws into the service, never keeps its process alive before `close`, and holds a bounded number of
 * measurements while the collector is unreachable. If the URL is invalid, or the credentials are incomplete or would be
 * sent in clear text, it warns and records nothing.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  return orIdle(() => {
    const { observer, close } = startRecorder(options, options.endpointOf === undefined);
    return { middleware: createMiddleware(observer, options.endpointOf), close };
  });
}

/** The recorder, or after a warning one that records nothing if it cannot be created. */
export function orIdle(create: () => Recorder): Recorder {
  try {
    return create();
  } catch (error) {
    warn(`Nothing is recorded: ${error instanceof Error ? error.message : String(error)}`);
    return idleRecorder;
  }
}

/** Records nothing. */
export const idleRecorder: Recorder = {
  middleware: (_req, _res, next) => next(),
  close: async () => {},
};
