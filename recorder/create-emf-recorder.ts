import { Console } from 'node:console';
import type { Recorder, RecorderOptions } from './create-recorder.ts';
import { EmfBuffer } from './emf-buffer.ts';
import { emfLines } from './emf-lines.ts';
import { expressEndpoint, safeEndpointOf } from './endpoint-of.ts';
import { measureRequests } from './measure-requests.ts';
import type { Measurement } from './protocol.ts';

export interface EmfRecorderOptions extends Pick<RecorderOptions, 'service' | 'version' | 'endpointOf'> {
  /**
   * Milliseconds between two printings. Default 10 000; in a Lambda function 0, which prints at the end of each request:
   * the process is frozen then, and may never be woken again.
   */
  readonly flushEvery?: number;
  /** The most measurements kept until they are printed; one more has them printed at once. Default 1 000. */
  readonly capacity?: number;
  /** Takes a line. Default: standard output. */
  readonly print?: (line: string) => void;
}

/**
 * Measures each request that passes its middleware and prints what it measured in CloudWatch's Embedded Metric Format,
 * for services whose standard output goes to CloudWatch Logs: no address, no token, no call to anybody.
 *
 * CPU profiles are not carried: the format knows numbers alone, and nobody can ask for one. Memory is not either.
 *
 * It never throws into the service, never keeps its process alive, and holds a bounded number of measurements.
 */
export function createEmfRecorder(options: EmfRecorderOptions): Recorder {
  const { flushEvery = process.env.AWS_LAMBDA_FUNCTION_NAME ? 0 : 10_000, capacity = 1_000 } = options;
  const { print = printer() } = options;
  // An empty dimension would have CloudWatch throw the whole line away.
  const service = options.service.slice(0, 40) || 'unknown';
  const version = options.version.slice(0, 64) || 'unknown';
  const buffer = new EmfBuffer();
  let oldest = 0;

  const flush = () => {
    try {
      for (const tally of buffer.take()) for (const line of emfLines(service, version, tally)) print(line);
    } catch {} // whatever is wrong with the output, the service must not notice
  };
  const record = (measurement: Measurement) => {
    const now = Date.now();
    if (buffer.size === 0) oldest = now;
    buffer.add(measurement);
    // A frozen process fires no timer: the end of a request looks at the time for itself.
    if (now - oldest >= flushEvery || buffer.size >= capacity) flush();
  };

  const timer = flushEvery > 0 ? setInterval(flush, flushEvery).unref() : undefined;
  process.once('beforeExit', flush);
  return {
    middleware: measureRequests({
      endpointOf: safeEndpointOf(options.endpointOf ?? expressEndpoint),
      record,
      beginSpan: () => null,
      runWithin: (_span, work) => work(),
    }),
    async close() {
      clearInterval(timer);
      process.off('beforeExit', flush);
      flush();
    },
  };
}

/** A console of its own: Lambda puts its own marks before what the global one prints, and a broken pipe is no error. */
function printer(): (line: string) => void {
  const { log } = new Console({ stdout: process.stdout, ignoreErrors: true });
  return (line) => log(line);
}
