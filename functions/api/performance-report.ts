import { examine } from '#core/performance/examine.ts';
import { performanceReport } from '#core/performance/report.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { performance } from './routes/performance.ts';

export const handler = endpoint(performance['performance-report'], async ({ query: { service, hours } }) => {
  const { metrics: store, services, now: clock } = stores();
  const { manifest } = await services.load(service);
  const now = clock();
  const { windows, findings } = await examine({ manifest, services, store, now, span: hours * 3_600_000 });
  return performanceReport({ manifest, windows, findings, now, hours });
});
