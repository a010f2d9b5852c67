import type { ClientCredentials } from './client-credentials.ts';
import { type EndpointOf, expressEndpoint, safeEndpointOf } from './endpoint-of.ts';
import { type Middleware, measureRequests } from './measure-requests.ts';
import { MeasurementBuffer } from './measurement-buffer.ts';
import { Profiler } from './profiler.ts';
import { Reporter } from './reporter.ts';
import { Sender } from './sender.ts';
import { createTokenSource } from './token-source.ts';

export interface RecorderOptions {
  /** The service's name, as its `ironclaw.json` says it. */
  readonly service: string;
  /** Of the running code: a commit, a tag. */
  readonly version: string;
  /** The address of the API: `https://host/api/v1/learning`. */
  readonly url: string;
  /** Sent with each batch; or the credentials with which the recorder fetches tokens, and renews them in time. */
  readonly token: string | ClientCredentials;
  /** Milliseconds between batches. Default 10 000. */
  readonly flushEvery?: number;
  /** The most measurements kept until they are sent, at most 5 000, which is the default. */
  readonly capacity?: number;
  /** Milliseconds that the collector has to answer, the fetching of a token included. Default 5 000. */
  readonly timeout?: number;
  /** The folder that the service's files lie in; profiles name files relative to it. Default: the working directory. */
  readonly root?: string;
  /** Names a request's endpoint once it is served. Default: the route's template as Express knows it. */
  readonly endpointOf?: EndpointOf;
}

export interface Recorder {
  /** Goes before the routes: `app.use(recorder.middleware)`. */
  readonly middleware: Middleware;
  /** Sends what is left, once, and stops. Resolves even when that fails. */
  close(): Promise<void>;
}

/**
 * Measures each request that passes its middleware and reports to Ironclaw Learning.
 *
 * It never throws into the service, never keeps its process alive before `close`, and holds a bounded number of
 * measurements however long the collector is away. With an address that is none, or credentials
 * that are incomplete or would travel in clear text, it warns and records nothing.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { service, version, url, token, flushEvery = 10_000, capacity = 5_000, timeout = 5_000 } = options;
  try {
    const buffer = new MeasurementBuffer(capacity);
    const profiler = new Profiler(options.root ?? process.cwd());
    const sender = new Sender({ url, tokens: createTokenSource(token), timeout });
    const identity = { service: service.slice(0, 40), version: version.slice(0, 64) };
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
