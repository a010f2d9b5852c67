import { findFindings } from '#core/performance/findings.ts';
import { rankOpportunities } from '#core/performance/opportunities.ts';
import { mergeParts } from '#core/performance/window.ts';
import { readEnvironment } from '../environment.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { performance } from './routes/performance.ts';

export const handler = endpoint(performance['list-opportunities'], async ({ query: { service } }) => {
  const { metrics, services, now } = stores();
  const { manifest } = await services.load(service);
  const { ANALYSIS_SECONDS } = readEnvironment('ANALYSIS_SECONDS');
  const at = now();
  const parts = await metrics.partsBetween(service, at - ANALYSIS_SECONDS * 1_000, at);
  const findings = findFindings({ manifest, parts, windows: mergeParts(parts), now: at });
  return { items: rankOpportunities(findings) };
});
