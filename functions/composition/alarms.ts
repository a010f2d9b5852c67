import { cloudWatchAlarmStates } from '#adapters/cloudwatch/alarm-states.ts';
import { cloudWatchClient } from '#adapters/cloudwatch/client.ts';
import { noAlarms } from '#adapters/fleet/no-alarms.ts';
import type { AlarmStates } from '#core/improvements/ports.ts';
import { isOneMachine } from './fleet-control.ts';
import { once } from './once.ts';

/** The states of the services' alarms. */
export const alarms = once(
  (): AlarmStates => (isOneMachine() ? noAlarms : cloudWatchAlarmStates(cloudWatchClient())),
);
