import { findFindings } from '#core/performance/findings.ts';
import { performanceReport } from '#core/performance/report.ts';
import { mergeParts } from '#core/performance/window.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { performance } from './routes/performance.ts';

export const handler = endpoint(performance['performance-report'], async ({ query: { service, hours } }) => {
  const { metrics, services, now } = stores();
  const { manifest } = await services.load(service);
  const at = now();
  const parts = await metrics.partsBetween(service, at - hours * 3_600_000, at);
  const windows = mergeParts(parts);
  const findings = findFindings({ manifest, parts, windows, now: at });
  return performanceReport({ manifest, windows, findings, now: at, hours });
});
