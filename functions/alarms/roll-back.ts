import * as z from 'zod';
import { rollBackOnAlarm } from '#core/improvements/rollback/roll-back-on-alarm.ts';
import { parse } from '#core/validation.ts';
import { aliasCalls } from '../composition/alarms.ts';
import { stores } from '../composition/stores.ts';
import { workflow } from '../composition/workflow.ts';
import { count } from '../observability/metrics.ts';
import { observed } from '../observability/observed.ts';

/** The fields we read of EventBridge's "CloudWatch Alarm State Change". */
const AlarmStateChange = z.object({
  time: z.iso.datetime(),
  detail: z.object({
    alarmName: z.string().min(1),
    state: z.object({ value: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA']), reason: z.string() }),
  }),
});

/** Rolls back the rollouts that an alarm is about. An alarm that returns to OK changes nothing. */
export const handler = observed({
  read: (event) => parse(AlarmStateChange, event, 'the alarm', 'alarm/invalid-event'),
  about: ({ detail }) => ({ alarm: detail.alarmName, state: detail.state.value }),
  run: rollBack,
});

async function rollBack({
  time,
  detail,
}: z.infer<typeof AlarmStateChange>): Promise<{ rolledBack: readonly string[] }> {
  if (detail.state.value !== 'ALARM') return { rolledBack: [] };
  const alarm = { name: detail.alarmName, at: Date.parse(time), reason: detail.state.reason };
  const rolledBack = await rollBackOnAlarm(alarm, {
    ...stores(),
    workflow: workflow(),
    aliasCalls: aliasCalls(),
  });
  count('AlarmRollbacks', rolledBack.length);
  return { rolledBack };
}
