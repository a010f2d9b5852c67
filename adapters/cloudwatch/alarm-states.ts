import { type CloudWatchClient, DescribeAlarmsCommand, type StateValue } from '@aws-sdk/client-cloudwatch';
import type { AlarmState, AlarmStates } from '#core/improvements/ports.ts';
import { ask } from '../aws/ask.ts';

/** Maximum number of alarm names per request. */
const mostNames = 100;

const states: Readonly<Record<StateValue, AlarmState>> = {
  OK: 'ok',
  ALARM: 'alarm',
  INSUFFICIENT_DATA: 'no-data',
};

/** States of metric and composite alarms of the account and region. @throws Unavailable `alarms/unavailable`. */
export function cloudWatchAlarmStates(client: CloudWatchClient): AlarmStates {
  return {
    async states(names) {
      const found = new Map<string, AlarmState>();
      const wanted = [...new Set(names)];
      for (let i = 0; i < wanted.length; i += mostNames)
        for (const [name, state] of await describe(client, wanted.slice(i, i + mostNames)))
          found.set(name, state);
      return names.map((name) => ({ name, state: found.get(name) ?? 'unknown' }));
    },
  };
}

async function describe(
  client: CloudWatchClient,
  AlarmNames: string[],
): Promise<readonly (readonly [string, AlarmState])[]> {
  const found: (readonly [string, AlarmState])[] = [];
  let token: string | undefined;
  do {
    const question = { area: 'alarms', action: 'cloudwatch:DescribeAlarms', resource: 'the alarms' };
    const page = await ask(question, () =>
      client.send(
        new DescribeAlarmsCommand({
          AlarmNames,
          // Without this, the response has metric alarms only.
          AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
          ...(token ? { NextToken: token } : {}),
        }),
      ),
    );
    for (const { AlarmName, StateValue } of [...(page.MetricAlarms ?? []), ...(page.CompositeAlarms ?? [])])
      if (AlarmName && StateValue) found.push([AlarmName, states[StateValue]]);
    token = page.NextToken;
  } while (token);
  return found;
}
