import { recordMetrics } from '#core/performance/windows/record-metrics.ts';
import { readEnvironment } from '../composition/environment.ts';
import { stores } from '../composition/stores.ts';
import { count } from '../observability/metrics.ts';
import { writeEndpoint } from './middleware/write-endpoint.ts';
import { performance } from './routes/performance.ts';

export const handler = writeEndpoint(performance['record-metrics'], async ({ caller, body }) => {
  const { metrics: store, rollups, now } = stores();
  const answer = await recordMetrics({
    batch: body,
    allowed: caller.services,
    now: now(),
    windowSeconds: readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS,
    store,
    rollups,
  });
  count('MeasurementsRecorded', answer.accepted);
  return answer;
});
