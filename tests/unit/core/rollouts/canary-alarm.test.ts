import { describe, expect, it } from 'vitest';
import { type AlarmInterval, canaryAlarmFires } from '#core/rollouts/canary-alarm.ts';

const interval = (failures: number, requests = 20, oldFailures = 0): AlarmInterval => ({
  canary: { requests, failures },
  baseline: { requests: 200, failures: oldFailures },
});
const sound = interval(0);
/** Most requests fail. */
const failing = interval(11);
/** As where one instance of two fails. */
const ailing = interval(10);

describe('the alarm on a canary', () => {
  it('fires if the new version fails most requests in three consecutive intervals, or many in five', () => {
    expect(canaryAlarmFires([sound, failing, failing, failing])).toBe(true);
    expect(canaryAlarmFires([sound, ...Array.from({ length: 5 }, () => ailing)])).toBe(true);
  });

  it.each([
    ['nothing was counted', []],
    ['two intervals alone were bad', [failing, failing]],
    ['the third interval was good', [failing, failing, sound]],
    ['the bad intervals were not consecutive', [failing, failing, sound, failing]],
    ['an instance failed for four intervals', Array.from({ length: 4 }, () => ailing)],
    ['they were long ago', [failing, failing, failing, sound]],
    ['at most 5 % of requests failed', Array.from({ length: 5 }, () => interval(1))],
    ['there were too few requests to tell', [interval(9, 9), interval(9, 9), interval(9, 9)]],
    ['the old version fails nearly as often', Array.from({ length: 5 }, () => interval(11, 20, 45))],
  ])('stays silent if %s', (_, intervals) => {
    expect(canaryAlarmFires(intervals)).toBe(false);
  });

  it('fires if the old version fails too, a fifth as often', () => {
    const shared = interval(11, 20, 19);
    expect(canaryAlarmFires([shared, shared, shared])).toBe(true);
  });

  describe('where the new version serves alone', () => {
    const alone = (failures: number) => ({
      canary: { requests: 20, failures },
      baseline: { requests: 0, failures: 0 },
    });

    it('fires if nearly every request fails', () => {
      expect(canaryAlarmFires([alone(15), alone(15), alone(15)])).toBe(true);
    });

    it('stays silent if half of the requests fail: that may be the trouble of others', () => {
      expect(canaryAlarmFires([alone(10), alone(10), alone(10)])).toBe(false);
    });

    it('stays silent if the old version failed a fifth of its requests', () => {
      const usual = interval(4, 20, 60);
      expect(canaryAlarmFires([usual, usual, alone(15), alone(15), alone(15)])).toBe(false);
    });
  });

  it('stays silent if a single failure is a twentieth of what the new version served', () => {
    const one = interval(1, 15, 1);
    expect(canaryAlarmFires(Array.from({ length: 5 }, () => one))).toBe(false);
  });
});
