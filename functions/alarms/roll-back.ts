import * as z from 'zod';
import { everyImprovement } from '#core/improvements/every-improvement.ts';
import { canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { parse } from '#core/validation.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';
import { stores } from '../stores.ts';
import { workflow } from '../workflow.ts';

/** The part that we read of EventBridge's "CloudWatch Alarm State Change". */
const AlarmStateChange = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']), reason: z.string() }),
  }),
});

/**
 * Takes back the rollout that an alarm is about. An alarm from before the rollout, or without one, changes nothing;
 * the same alarm twice starts one rollback.
 */
export const handler = observed({
  read: (event) => parse(AlarmStateChange, event, 'the alarm', 'alarm/invalid-event'),
  about: ({ detail }) => ({ alarm: detail.alarmName, state: detail.state.value }),
  run: rollBack,
});

async function rollBack({
  time,
  detail,
}: z.infer<typeof AlarmStateChange>): Promise<{ rolledBack: string | null }> {
  if (detail.state.value !== 'ALARM') return { rolledBack: null };
  const watched = await everyImprovement(stores().improvements, { status: 'watching' });
  const concerned = watched.find(
    ({ service, rollout }) =>
      detail.alarmName === canaryAlarmOf(service) &&
      rollout !== null &&
      Date.parse(time) >= (rollout.stages[0]?.since ?? Number.POSITIVE_INFINITY),
  );
  if (!concerned) return { rolledBack: null };
  await workflow().start(`alarm-${concerned.createdAt}-${concerned.id}`, {
    improvementId: concerned.id,
    from: 'rollback',
    until: 'applied',
    actor: `alarm:${detail.alarmName}`,
    reason: detail.state.reason,
  });
  count('AlarmRollbacks');
  return { rolledBack: concerned.id };
}
