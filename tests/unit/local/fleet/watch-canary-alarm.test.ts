import { expect, onTestFinished, test } from 'vitest';
import type { AlarmInterval } from '#core/rollouts/canary-alarm.ts';
import { watchCanaryAlarm } from '#local/fleet/watch-canary-alarm.ts';
import { until } from '../../../support/until.ts';

const healthy: AlarmInterval = {
  canary: { requests: 100, failures: 0 },
  baseline: { requests: 100, failures: 0 },
};
const failing: AlarmInterval = { ...healthy, canary: { requests: 100, failures: 60 } };

/** Lets the alarm check these intervals in order, then none. @returns the events sent. */
async function alarmsAfter(
  intervals: readonly (AlarmInterval | null)[],
  send: (event: object) => Promise<unknown> = async () => undefined,
): Promise<object[]> {
  const coming = [...intervals];
  const sent: object[] = [];
  let isOver = false;
  const takeInterval = () => {
    isOver = coming.length === 0;
    return coming.shift() ?? null;
  };
  const deliver = async (event: object) => {
    sent.push(event);
    await send(event);
  };
  const alarm = watchCanaryAlarm('ticker', { takeInterval } as never, deliver, 0.005);
  onTestFinished(() => alarm.stop());
  await until('every interval was looked at', () => isOver);
  return sent;
}

test('a canary that fails most requests in three consecutive intervals raises one alarm, with the numbers', async () => {
  const sent = await alarmsAfter([failing, failing, failing, failing, failing]);

  expect(sent).toEqual([
    {
      source: 'aws.cloudwatch',
      'detail-type': 'CloudWatch Alarm State Change',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      detail: {
        alarmName: 'ironclaw-ticker-canary-failures',
        state: { value: 'ALARM', reason: expect.stringContaining('60 of 100 requests failed') },
      },
    },
  ]);
});

test('one bad interval raises none', async () => {
  expect(await alarmsAfter([failing, failing, healthy, failing, healthy])).toEqual([]);
});

test('the next canary begins with a clean record', async () => {
  expect(await alarmsAfter([failing, failing, null, failing])).toEqual([]);
  expect(await alarmsAfter([failing, failing, failing, null, failing, failing, failing])).toHaveLength(2);
});

test('an alarm that was not delivered is sent again', async () => {
  let attempts = 0;
  const deaf = async () => {
    attempts += 1;
    if (attempts === 1) throw new Error('nobody listens');
  };

  expect(await alarmsAfter([failing, failing, failing, failing], deaf)).toHaveLength(2);
});
