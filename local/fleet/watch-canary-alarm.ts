import { type AlarmInterval, canaryAlarmFires, canaryAlarmOf } from '#core/rollouts/canary-alarm.ts';
import type { ServiceFleet } from './fleet.ts';

/**
 * The stand-in for the CloudWatch alarm on a canary: evaluates the proxy's counts for each interval, and sends the
 * event that EventBridge would send when the alarm changes its state.
 * @returns a function that stops it.
 */
export function watchCanaryAlarm(
  service: string,
  fleet: ServiceFleet,
  send: (event: object) => Promise<unknown>,
  seconds: number,
): () => void {
  let intervals: AlarmInterval[] = [];
  let isInAlarm = false;
  const timer = setInterval(() => {
    const interval = fleet.takeInterval();
    if (!interval) {
      intervals = [];
      isInAlarm = false;
      return;
    }
    intervals = [...intervals.slice(-5), interval];
    if (isInAlarm || !canaryAlarmFires(intervals)) return;
    isInAlarm = true;
    send(alarmEvent(service, interval)).catch((error: unknown) => {
      // Sent again at the next interval: an undelivered alarm is still an alarm.
      isInAlarm = false;
      console.error(
        JSON.stringify({ level: 'ERROR', message: `alarm of ${service} not delivered: ${String(error)}` }),
      );
    });
  }, seconds * 1_000);
  return () => clearInterval(timer);
}

function alarmEvent(service: string, { canary, baseline }: AlarmInterval): object {
  const reason =
    `alarm: ${canary.failures} of ${canary.requests} requests failed on the new version, ` +
    `${baseline.failures} of ${baseline.requests} on the old one, for the second interval in a row`;
  return {
    source: 'aws.cloudwatch',
    'detail-type': 'CloudWatch Alarm State Change',
    time: new Date().toISOString(),
    detail: { alarmName: canaryAlarmOf(service), state: { value: 'ALARM', reason } },
  };
}
