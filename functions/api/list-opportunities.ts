import { notSnoozed } from '#core/improvements/opportunity/snooze.ts';
import { readStaticFindings } from '#core/improvements/opportunity/static-findings.ts';
import { examineService } from '#core/performance/report/examine-service.ts';
import { rankOpportunities } from '#core/performance/report/opportunities.ts';
import { artifacts } from '../composition/artifacts.ts';
import { readEnvironment } from '../composition/environment.ts';
import { stores } from '../composition/stores.ts';
import { endpoint } from './middleware/endpoint.ts';
import { performance } from './routes/performance.ts';
import { findingView } from './views/finding.ts';
import { staticFindingsView } from './views/static-findings.ts';

export const handler = endpoint(performance['list-opportunities'], async ({ query: { service } }) => {
  const { metrics: store, rollups, services, improvements, now } = stores();
  const registered = await services.load(service);
  const { manifest } = registered;
  const { ANALYSIS_SECONDS } = readEnvironment('ANALYSIS_SECONDS');
  const at = now();
  const { findings, windows, from } = await examineService({
    manifest,
    services,
    store,
    rollups,
    now: at,
    span: ANALYSIS_SECONDS * 1_000,
  });
  const scan = await readStaticFindings(service, artifacts());
  const opportunities = await notSnoozed(rankOpportunities(findings, manifest, windows), service, {
    improvements,
    now,
  });
  return {
    items: opportunities.map((opportunity) => ({
      ...opportunity,
      finding: findingView(opportunity.finding, registered),
    })),
    // No opportunities, because a fix of their own code could not help.
    waiting: findings.flatMap(({ endpoint, waitsFor }) => (waitsFor ? [{ endpoint, waitsFor }] : [])),
    staticFindings: staticFindingsView(scan, { findings, windows, from, now: at }),
  };
});
