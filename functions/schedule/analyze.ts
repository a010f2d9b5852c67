import * as z from 'zod';
import { closeResolved } from '#core/improvements/opportunity/close-resolved.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { measurePromoted } from '#core/improvements/outcomes/measure-promoted.ts';
import { watchPromoted } from '#core/improvements/rollout/watch-promoted.ts';
import { analyze } from '#core/performance/analyze.ts';
import { rollUp } from '#core/performance/rollups/roll-up.ts';
import { parse } from '#core/validation.ts';
import { collectServiceMetrics } from '../composition/collect-metrics.ts';
import { readEnvironment } from '../composition/environment.ts';
import { stores } from '../composition/stores.ts';
import { workflow } from '../composition/workflow.ts';
import { logger } from '../observability/logger.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';

const ScheduledAnalysis = z.object({ service: z.string().min(1) });

/** What EventBridge Scheduler calls: looks at one service and takes up what is most worth fixing. */
export const handler = observed({
  read: (event) => parse(ScheduledAnalysis, event, 'the schedule', 'schedule/invalid-payload'),
  about: ({ service }) => ({ service }),
  run: analyzeService,
});

async function analyzeService({
  service,
}: z.infer<typeof ScheduledAnalysis>): Promise<{ created: readonly string[]; started: string | null }> {
  const { ANALYSIS_SECONDS, PROFILE_SECONDS } = readEnvironment('ANALYSIS_SECONDS', 'PROFILE_SECONDS');
  const { improvements, services, metrics: store, rollups, now: clock } = stores();
  const now = clock();
  const registered = await services.load(service);
  const { manifest } = registered;
  await collectServiceMetrics(registered);
  await rollUp({ service, store, rollups, now });
  const late = await watchPromoted(service, {
    improvements,
    metrics: store,
    workflow: workflow(),
    now: clock,
  });
  if (late) logger.warn('a promoted version is rolled back', { improvementId: late.id, reason: late.reason });
  count('LateRollbacks', late ? 1 : 0);
  if (!late) await measurePromoted(service, { improvements, metrics: store, now: clock });

  const { opportunities, findings, windows } = await analyze({
    manifest,
    services,
    store,
    rollups,
    now,
    span: ANALYSIS_SECONDS * 1_000,
    profileSeconds: PROFILE_SECONDS,
  });
  await closeResolved({ manifest, windows, findings }, { improvements, now: clock });
  const { created, next } = await proposeImprovements(
    {
      service,
      findings: opportunities.map(({ finding }) => finding),
      mostEpisodes: manifest.policy.attempts,
    },
    { improvements, now: clock },
  );
  count('ImprovementsProposed', created.length);
  if (next)
    await workflow().start(`automatic-${next.revision}-${next.id}`, {
      improvementId: next.id,
      from: 'generate',
      until: next.goal,
      actor: 'system:analysis',
      reason: next.reason,
    });
  return { created: created.map(({ id }) => id), started: next?.id ?? null };
}
