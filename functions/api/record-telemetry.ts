import { readHistograms } from '#adapters/otlp/read-histograms.ts';
import { readSpans } from '#adapters/otlp/read-spans.ts';
import { readMessage } from '#adapters/otlp/transport/read-message.ts';
import type { ExportResponse } from '#adapters/otlp/transport/signal.ts';
import { recordTelemetry } from '#core/performance/windows/record-telemetry.ts';
import { readEnvironment } from '../composition/environment.ts';
import { stores } from '../composition/stores.ts';
import { count } from '../observability/metrics.ts';
import { telemetryEndpoint } from './middleware/telemetry-endpoint.ts';
import { performance } from './routes/performance.ts';

const readers = { traces: readSpans, metrics: readHistograms } as const;

/** An exporter of all signals sends logs too: an error would fill its log for ever, and a bare success would claim too much. */
const noLogs: ExportResponse = {
  partialSuccess: { rejected: 0, errorMessage: 'logs are not kept here; export traces or metrics only' },
};

/** No idempotency key is needed: a message is identified by its contents. */
export const handler = telemetryEndpoint(
  performance['record-telemetry'],
  async ({ caller, signal, message }) => {
    if (signal === 'logs') return noLogs;
    const { metrics: store, rollups, series, now } = stores();
    const windowSeconds = readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS;
    const reading = readers[signal](await readMessage(signal, message), windowSeconds);
    const { recorded, refusals } = await recordTelemetry({
      ...reading,
      windowSeconds,
      allowed: caller.services,
      now: now(),
      store,
      rollups,
      series,
    });
    count('MeasurementsRecorded', recorded);
    return responseFor([...refusals.reasons]);
  },
);

function responseFor(reasons: readonly (readonly [reason: string, times: number])[]): ExportResponse {
  const rejected = reasons.reduce((sum, [, times]) => sum + times, 0);
  if (rejected === 0) return {};
  const errorMessage = reasons.map(([reason, times]) => `${times} left out: ${reason}`).join('; ');
  return { partialSuccess: { rejected, errorMessage } };
}
