import { examineService } from '#core/performance/report/examine-service.ts';
import { performanceReport } from '#core/performance/report/performance-report.ts';
import { hour } from '#core/time.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { performance } from './routes/performance.ts';
import { findingView } from './views/finding.ts';

export const handler = endpoint(performance['performance-report'], async ({ query: { service, hours } }) => {
  const { metrics: store, rollups, services, now: clock } = stores();
  const registered = await services.load(service);
  const { manifest } = registered;
  const now = clock();
  const span = hours * hour;
  const examined = await examineService({ manifest, services, store, rollups, now, span });
  const report = performanceReport({ ...examined, manifest, now });
  return { ...report, findings: report.findings.map((finding) => findingView(finding, registered)) };
});
