import type { ClientCredentials } from './client-credentials.ts';
import { createNamer } from './endpoint-of.ts';
import type { RequestObserver } from './measure-request.ts';
import { MeasurementBuffer } from './measurement-buffer.ts';
import { numericOption } from './numeric-option.ts';
import { Profiler } from './profiler.ts';
import { Reporter } from './reporter.ts';
import { Sender } from './sender.ts';
import { createTokenSource } from './token-source.ts';
import { warn } from './warn.ts';

export interface StartOptions {
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
}

/** What measures and reports in this process. */
export interface StartedRecorder {
  readonly observer: RequestObserver;
  /** Sends the remaining measurements once and stops. Resolves even if sending fails. */
  close(): Promise<void>;
  /** The bodies of all batches that were not accepted yet, for a process that ends now. */
  takeUnsent(): readonly string[];
}

/**
 * @param routed whether routers tell the endpoints, so that digits in them are meant.
 * @throws TypeError if the URL is invalid, or the credentials are incomplete or would be sent in clear text.
 */
export function startRecorder(options: StartOptions, routed = true): StartedRecorder {
  const { service, version, url, token } = options;
  const flushEvery = numericOption(options.flushEvery, 10_000);
  const capacity = numericOption(options.capacity, 5_000);
  const timeout = numericOption(options.timeout, 5_000);
  const buffer = new MeasurementBuffer(capacity);
  const profiler = new Profiler(options.root ?? process.cwd());
  const sender = new Sender({ url, tokens: createTokenSource(token), timeout });
  const identity = { service: service.slice(0, 40), version: version.slice(0, 64), routed };
  const reporter = new Reporter({ ...identity, flushEvery, buffer, sender, profiler, warn });
  return {
    observer: {
      endpointOf: createNamer(warn),
      record: (measurement) => buffer.add(measurement),
      beginSpan: (entered) => profiler.beginSpan(entered),
      runWithin: (span, work) => profiler.runWithin(span, work),
    },
    close: () => reporter.close(),
    takeUnsent: () => reporter.takeUnsent(),
  };
}
