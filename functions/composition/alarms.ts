import { cloudWatchAlarmStates } from '#adapters/cloudwatch/alarm-states.ts';
import { cloudWatchAliasCalls } from '#adapters/cloudwatch/alias-calls.ts';
import { cloudWatchClient } from '#adapters/cloudwatch/client.ts';
import { noAlarms } from '#adapters/fleet/no-alarms.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import { lambdaVersions, numberOf } from '#adapters/lambda/versions.ts';
import type { AlarmStates } from '#core/improvements/ports.ts';
import { isOneMachine } from './fleet-control.ts';
import { once } from './once.ts';

/** The states of the services' alarms. */
export const alarms = once(
  (): AlarmStates => (isOneMachine() ? noAlarms : cloudWatchAlarmStates(cloudWatchClient())),
);

/** The calls of the versions of the services' aliases. */
export const aliasCalls = once(() => {
  const lambda = lambdaClient();
  return cloudWatchAliasCalls(cloudWatchClient(), async (functionName, commits) => {
    const versions = await lambdaVersions(lambda, functionName);
    return commits.map((commit) => numberOf(versions, commit));
  });
});
