import { CloudWatchClient, DescribeAlarmsCommand } from '@aws-sdk/client-cloudwatch';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, it } from 'vitest';
import { cloudWatchAlarmStates } from '#adapters/cloudwatch/alarm-states.ts';

function open() {
  const client = new CloudWatchClient({ region: 'us-east-1' });
  const scripted = mockClient(client);
  return { scripted, alarms: cloudWatchAlarmStates(client) };
}

const error = (name: string, fault: 'client' | 'server' = 'client') =>
  Object.assign(new Error(name), { name, $fault: fault });

describe('the states of alarms', () => {
  it('include metric and composite alarms, in the order of the request', async () => {
    const { scripted, alarms } = open();
    scripted.on(DescribeAlarmsCommand).resolves({
      MetricAlarms: [
        { AlarmName: 'latency', StateValue: 'OK' },
        { AlarmName: 'silent', StateValue: 'INSUFFICIENT_DATA' },
      ],
      CompositeAlarms: [{ AlarmName: 'checkout', StateValue: 'ALARM' }],
    });
    expect(await alarms.states(['checkout', 'latncy', 'silent', 'latency'])).toEqual([
      { name: 'checkout', state: 'alarm' },
      { name: 'latncy', state: 'unknown' },
      { name: 'silent', state: 'no-data' },
      { name: 'latency', state: 'ok' },
    ]);
    expect(scripted.commandCalls(DescribeAlarmsCommand)[0]?.args[0].input).toMatchObject({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
    });
  });

  it('are read to the last page', async () => {
    const { scripted, alarms } = open();
    scripted
      .on(DescribeAlarmsCommand)
      .resolvesOnce({ MetricAlarms: [{ AlarmName: 'a', StateValue: 'OK' }], NextToken: 'more' })
      .resolvesOnce({ MetricAlarms: [{ AlarmName: 'b', StateValue: 'ALARM' }] });
    expect(await alarms.states(['a', 'b'])).toEqual([
      { name: 'a', state: 'ok' },
      { name: 'b', state: 'alarm' },
    ]);
    expect(scripted.commandCalls(DescribeAlarmsCommand)[1]?.args[0].input.NextToken).toBe('more');
  });

  it('are requested a hundred at a time, each once', async () => {
    const { scripted, alarms } = open();
    scripted.on(DescribeAlarmsCommand).resolves({});
    const names = Array.from({ length: 150 }, (_, i) => `alarm-${i}`);
    expect(await alarms.states([...names, 'alarm-0'])).toHaveLength(151);
    const asked = scripted.commandCalls(DescribeAlarmsCommand).map(({ args }) => args[0].input.AlarmNames);
    expect(asked.map((item) => item?.length)).toEqual([100, 50]);
  });

  it('are not requested without alarms', async () => {
    const { scripted, alarms } = open();
    expect(await alarms.states([])).toEqual([]);
    expect(scripted.calls()).toHaveLength(0);
  });

  it.each([
    ['Throttling', 'Unavailable', 'alarms/unavailable'],
    ['ExpiredToken', 'Unavailable', 'alarms/unavailable'],
    ['TimeoutError', 'Unavailable', 'alarms/unavailable'],
    ['AccessDenied', 'Forbidden', 'alarms/forbidden'],
  ])('are not taken for OK if they cannot be read: %s', async (thrown, name, code) => {
    const { scripted, alarms } = open();
    scripted.on(DescribeAlarmsCommand).rejects(error(thrown));
    await expect(alarms.states(['a'])).rejects.toMatchObject({ name, code });
  });
});
