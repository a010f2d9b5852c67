import { seededRandom } from '../../numbers/seeded-random.ts';
import { Rollout as Plan, type RolloutPlan } from '../../service/manifest.ts';
import { canaryAlarmFires } from '../canary-alarm.ts';
import { type Behavior, rehearse } from './rehearse.ts';

/** One rehearsed rollout, and whether the judge and the alarm found what is known about it. */
export interface SelfTestCase {
  readonly name: string;
  readonly expected: 'promoted' | 'rolled back';
  readonly found: 'promoted' | 'rolled back' | 'undecided';
  /** Whether the canary alarm fired, and whether it should have. */
  readonly alarm: boolean;
  readonly expectedAlarm: boolean;
  /** The reason of the last judgment, with its numbers. */
  readonly reason: string;
  readonly passed: boolean;
}

export interface SelfTestResult {
  readonly passed: boolean;
  readonly cases: readonly SelfTestCase[];
}

interface KnownRollout {
  readonly name: string;
  readonly canary: Behavior;
  readonly expected: SelfTestCase['expected'];
  readonly expectedAlarm: boolean;
}

/** As a service has it that gives none. */
const usualPlan = Plan.parse({});

const usual: Behavior = { failing: 0.01, milliseconds: 80 };

const known: readonly KnownRollout[] = [
  { name: 'the same version again', canary: usual, expected: 'promoted', expectedAlarm: false },
  {
    name: 'a version that is 5x faster',
    canary: { ...usual, milliseconds: usual.milliseconds / 5 },
    expected: 'promoted',
    expectedAlarm: false,
  },
  {
    name: 'a version that fails a fifth of its requests',
    canary: { ...usual, failing: 0.2 },
    expected: 'rolled back',
    expectedAlarm: true,
  },
  {
    name: 'a version that takes twice as long',
    canary: { ...usual, milliseconds: usual.milliseconds * 2 },
    expected: 'rolled back',
    expectedAlarm: false,
  },
];

/** The same code gives the same result on every machine. */
const seed = 20_261_129;

/**
 * Rehearses rollouts of which the right end is known, through the real sorting of measurements, the real judge and the real
 * canary alarm. It tells an installation that is broken (versions mistaken for each other, an alarm that never
 * fires) from one that had nothing to find.
 */
export function selfTest(plan: RolloutPlan = usualPlan): SelfTestResult {
  const cases = known.map(({ name, canary, expected, expectedAlarm }): SelfTestCase => {
    const { found, reason, intervals } = rehearse({
      plan,
      baseline: usual,
      canary,
      random: seededRandom(seed),
    });
    const alarm = intervals.some((_, i) => canaryAlarmFires(intervals.slice(0, i + 1)));
    const passed = found === expected && alarm === expectedAlarm;
    return { name, expected, found, alarm, expectedAlarm, reason, passed };
  });
  return { passed: cases.every((one) => one.passed), cases };
}
