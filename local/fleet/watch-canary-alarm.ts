import { type AlarmInterval, canaryAlarmFires, canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import { second } from '#core/time.ts';
import { type Loop, repeat } from '../repeat.ts';
import type { ServiceFleet } from './fleet.ts';

/** An hour of them tells the baseline's usual rate. */
const mostIntervals = 1_200;

/**
 * The stand-in for the CloudWatch alarm on a canary: evaluates the proxy's counts for each interval, and sends the
 * event that EventBridge would send when the alarm changes its state.
 */
export function watchCanaryAlarm(
  service: string,
  fleet: ServiceFleet,
  send: (event: object) => Promise<unknown>,
  seconds: number,
): Loop {
  let intervals: AlarmInterval[] = [];
  let isInAlarm = false;
  /** An alarm that was not delivered is still an alarm: it is sent again. */
  let undelivered: object | null = null;

  async function evaluate(): Promise<void> {
    const interval = fleet.takeInterval();
    if (!interval) {
      intervals = [];
      isInAlarm = false;
      undelivered = null;
      return;
    }
    intervals = [...intervals.slice(-mostIntervals), interval];
    if (!isInAlarm && canaryAlarmFires(intervals)) {
      isInAlarm = true;
      undelivered = alarmEvent(service, interval);
    }
    if (undelivered) await send(undelivered);
    undelivered = null;
  }

  return repeat(`the canary alarm of ${service}`, evaluate, seconds * second);
}

function alarmEvent(service: string, { canary, baseline }: AlarmInterval): object {
  const reason =
    `alarm: ${canary.failures} of ${canary.requests} requests failed on the new version, ` +
    `${baseline.failures} of ${baseline.requests} on the old one in the latest interval, and as badly before`;
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    time: new Date().toISOString(),
    detail: { alarmName: canaryAlarmOf(service), state: { value: 'ALARM', reason } },
  };
}
