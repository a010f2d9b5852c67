import { Console } from 'node:console';
import { orIdle, type Recorder, type RecorderOptions } from './create-recorder.ts';
import { EmfBuffer } from './emf-buffer.ts';
import { emfLines } from './emf-lines.ts';
import { createNamer } from './endpoint-of.ts';
import { createMiddleware } from './middleware.ts';
import { numericOption } from './numeric-option.ts';
import type { Measurement } from './protocol.ts';
import { warn } from './warn.ts';

export interface EmfRecorderOptions extends Pick<RecorderOptions, 'service' | 'version' | 'endpointOf'> {
  /**
   * Milliseconds between flushes. Default 10 000. In a Lambda function the default is 0, which prints at the end of each
   * request: the process is frozen then, and may never resume.
   */
  readonly flushEvery?: number;
  /** Number of measurements at which the recorder prints at once. Default 1 000. */
  readonly capacity?: number;
  /** Prints a line. Default: to standard output. */
  readonly print?: (line: string) => void;
}

/**
 * Measures each request that passes its middleware and prints the measurements in CloudWatch's Embedded Metric Format.
 * For services whose standard output goes to CloudWatch Logs: it needs no URL, no token and no network.
 *
 * It reports neither CPU profiles, because the format holds only numbers and nothing can request a profile, nor memory.
 *
 * It never throws into the service, never keeps its process alive, and holds a bounded number of measurements.
 */
export function createEmfRecorder(options: EmfRecorderOptions): Recorder {
  return orIdle(() => startEmfRecorder(options));
}

function startEmfRecorder(options: EmfRecorderOptions): Recorder {
  const flushEvery = numericOption(options.flushEvery, process.env.AWS_LAMBDA_FUNCTION_NAME ? 0 : 10_000);
  const capacity = numericOption(options.capacity, 1_000);
  const { print = printer() } = options;
  // CloudWatch discards a line with an empty dimension.
  const service = options.service.slice(0, 40) || 'unknown';
  const version = options.version.slice(0, 64) || 'unknown';
  const buffer = new EmfBuffer();
  let oldest = 0;

  const flush = () => {
    try {
      for (const minute of buffer.take()) for (const line of emfLines(service, version, minute)) print(line);
    } catch {} // a failing output must not affect the service
  };
  const record = (measurement: Measurement) => {
    const now = Date.now();
    if (buffer.size === 0) oldest = now;
    buffer.add(measurement);
    // A frozen process fires no timers, so the end of each request checks the time itself.
    if (now - oldest >= flushEvery || buffer.size >= capacity) flush();
  };

  const timer = flushEvery > 0 ? setInterval(flush, flushEvery).unref() : undefined;
  process.once('beforeExit', flush);
  return {
    middleware: createMiddleware(
      {
        endpointOf: createNamer(warn),
        record,
        beginSpan: () => null,
        runWithin: (_span, work) => work(),
      },
      options.endpointOf,
    ),
    async close() {
      clearInterval(timer);
      process.off('beforeExit', flush);
      flush();
    },
  };
}

/** A separate console: Lambda prefixes what the global console prints, and a broken pipe must not be an error. */
function printer(): (line: string) => void {
  const { log } = new Console({ stdout: process.stdout, ignoreErrors: true });
  return (line) => log(line);
}
