import { describe, expect, it } from 'vitest';
import { type AlarmInterval, canaryAlarmFires } from '#core/rollouts/canary-alarm.ts';

const interval = (failures: number, requests = 20, oldFailures = 0): AlarmInterval => ({
  canary: { requests, failures },
  baseline: { requests: 200, failures: oldFailures },
});
const sound = interval(0);
const failing = interval(10);

describe('the alarm on a canary', () => {
  it('fires if the new version fails in two consecutive intervals', () => {
    expect(canaryAlarmFires([sound, failing, failing])).toBe(true);
  });

  it.each([
    ['nothing was counted', []],
    ['one interval alone was bad', [failing]],
    ['the second interval was good', [failing, sound]],
    ['the bad intervals were not consecutive', [failing, sound, failing]],
    ['they were long ago', [failing, failing, sound]],
    ['at most 5 % of requests failed', [interval(1), interval(1)]],
    ['there were too few requests to tell', [interval(9, 9), interval(9, 9)]],
    ['the old version fails nearly as often', [interval(10, 20, 30), interval(10, 20, 30)]],
  ])('stays silent if %s', (_, intervals) => {
    expect(canaryAlarmFires(intervals)).toBe(false);
  });

  it('fires if the old version fails too, a fifth as often', () => {
    const shared = interval(10, 20, 19);
    expect(canaryAlarmFires([shared, shared])).toBe(true);
  });

  it('fires if the old version had no requests', () => {
    const alone = { canary: { requests: 20, failures: 10 }, baseline: { requests: 0, failures: 0 } };
    expect(canaryAlarmFires([alone, alone])).toBe(true);
  });
});
