import { readHistograms } from '#adapters/otlp/read-histograms.ts';
import { readSpans } from '#adapters/otlp/read-spans.ts';
import { NotFound } from '#core/errors.ts';
import { recordTelemetry } from '#core/performance/windows/record-telemetry.ts';
import { readEnvironment } from '../composition/environment.ts';
import { stores } from '../composition/stores.ts';
import { count } from '../observability/metrics.ts';
import { endpoint } from './middleware/endpoint.ts';
import { performance } from './routes/performance.ts';

/** By the last part of the path that an exporter adds to its endpoint; what the protocol calls the rejected. */
const signals = {
  traces: { read: readSpans, rejected: 'rejectedSpans' },
  metrics: { read: readHistograms, rejected: 'rejectedDataPoints' },
} as const;

/** No idempotency key is needed: a message is identified by its contents. */
export const handler = endpoint(
  performance['record-telemetry'],
  async ({ caller, body, parameters: { signal = '' } }) => {
    if (signal !== 'traces' && signal !== 'metrics')
      throw new NotFound(`there is no /otlp/v1/${signal}; send traces or metrics.`, {
        code: 'otlp/unknown-signal',
      });
    const { read, rejected } = signals[signal];
    const { metrics: store, rollups, now } = stores();
    const reading = read(body, readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS);
    const { parts } = reading;
    const refused = await recordTelemetry({
      parts,
      service: caller.services[0] ?? '',
      now: now(),
      store,
      rollups,
    });
    const reasons = [...reading.rejected, ...refused];
    const left = reasons.reduce((sum, [, times]) => sum + times, 0);
    count(
      'MeasurementsRecorded',
      parts.reduce((sum, part) => sum + part.count, 0),
    );
    if (left === 0) return {};
    const errorMessage = reasons.map(([reason, times]) => `${times} left out: ${reason}`).join('; ');
    // Counts are text in the JSON of the protocol.
    return { partialSuccess: { [rejected]: String(left), errorMessage } };
  },
);
