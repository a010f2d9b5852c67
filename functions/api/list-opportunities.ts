import { awake } from '#core/improvements/snooze.ts';
import { examine } from '#core/performance/examine.ts';
import { rankOpportunities } from '#core/performance/opportunities.ts';
import { readEnvironment } from '../environment.ts';
import { stores } from '../stores.ts';
import { endpoint } from './pipeline/endpoint.ts';
import { performance } from './routes/performance.ts';

export const handler = endpoint(performance['list-opportunities'], async ({ query: { service } }) => {
  const { metrics: store, history, services, improvements, now } = stores();
  const { manifest } = await services.load(service);
  const { ANALYSIS_SECONDS } = readEnvironment('ANALYSIS_SECONDS');
  const { findings } = await examine({
    manifest,
    services,
    store,
    history,
    now: now(),
    span: ANALYSIS_SECONDS * 1_000,
  });
  return { items: await awake(rankOpportunities(findings, manifest), service, { improvements, now }) };
});
