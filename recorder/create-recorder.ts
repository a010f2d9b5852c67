import type { ClientCredentials } from './client-credentials.ts';
import { type EndpointOf, expressEndpoint, safeEndpointOf } from './endpoint-of.ts';
import { type Middleware, measureRequests } from './measure-requests.ts';
import { MeasurementBuffer } from './measurement-buffer.ts';
import { Profiler } from './profiler.ts';
import { Reporter } from './reporter.ts';
import { Sender } from './sender.ts';
import { createTokenSource } from './token-source.ts';

export interface RecorderOptions {
  /** The service's name from its `ironclaw.json`. */
  readonly service: string;
  /** The version of the running code: a commit or a tag. */
  readonly version: string;
  /** The URL of the API: `https://host/api/v1/learning`. */
  readonly url: string;
  /** A token to send with each batch, or the credentials with which the recorder fetches and renews tokens. */
  readonly token: string | ClientCredentials;
  /** Milliseconds between batches. Default 10 000. */
  readonly flushEvery?: number;
  /** Maximum number of unsent measurements, at most 5 000, which is the default. */
  readonly capacity?: number;
  /** Milliseconds to wait for the collector's response, including fetching a token. Default 5 000. */
  readonly timeout?: number;
  /** The folder of the service's files; profiles name files relative to it. Default: the working directory. */
  readonly root?: string;
  /** Returns the endpoint of a served request. Default: Express's route template. */
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
  const { service, version, url, token, flushEvery = 10_000, capacity = 5_000, timeout = 5_000 } = options;
  try {
    const buffer = new MeasurementBuffer(capacity);
    const profiler = new Profiler(options.root ?? process.cwd());
    const sender = new Sender({ url, tokens: createTokenSource(token), timeout });
    const routed = options.endpointOf === undefined;
    const identity = { service: service.slice(0, 40), version: version.slice(0, 64), routed };
    const reporter = new Reporter({ ...identity, flushEvery, buffer, sender, profiler, warn });
    return {
      middleware: measureRequests({
        endpointOf: safeEndpointOf(options.endpointOf ?? expressEndpoint),
        record: (measurement) => buffer.add(measurement),
        beginSpan: (entered) => profiler.beginSpan(entered),
        runWithin: (span, work) => profiler.runWithin(span, work),
      }),
      close: () => reporter.close(),
    };
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

function warn(problem: string): void {
  process.emitWarning(problem, 'IronclawRecorderWarning');
}
