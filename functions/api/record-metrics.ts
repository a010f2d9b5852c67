import { recordMetrics } from '#core/performance/record-metrics.ts';
import { readEnvironment } from '../environment.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';

export const handler = endpoint('record-metrics', ({ caller, body }) => {
  const { metrics: store, now } = stores();
  return recordMetrics({
    batch: body,
    service: caller.service ?? '',
    now: now(),
    windowSeconds: readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS,
    store,
  });
});
