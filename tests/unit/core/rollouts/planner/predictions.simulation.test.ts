import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { fitPlan } from '#core/rollouts/planner/fit-plan.ts';
import { forecastRollout } from '#core/rollouts/planner/forecast.ts';
import type { Traffic } from '#core/rollouts/planner/traffic.ts';
import type { Comparison } from '#core/rollouts/rollout.ts';
import { Manifest } from '#core/service/manifest.ts';
import {
  type Difference,
  type SimulatedEnding,
  simulateRollout,
  usualDurations,
} from '../../../../support/simulated-rollout.ts';

const { rollout: defaultPlan } = Manifest.parse({
  name: 'shop',
  language: 'typescript',
  commands: { test: 'npm test', start: 'npm start' },
});
const sketch = usualDurations(seededRandom(1));
const trafficOf = (requestsPerMinute: number, errorRate = 0.01): Traffic => ({
  requests: 60 * requestsPerMinute,
  requestsPerMinute,
  errorRate,
  sketch,
});

interface World {
  readonly requestsPerMinute: number;
  readonly errorRate?: number;
  readonly comparison?: Comparison;
  readonly difference: Difference;
  readonly every?: number;
  readonly runs?: number;
}

/** The fitted plan, what it predicts, and how simulated rollouts under it ended. */
function simulate({
  requestsPerMinute,
  errorRate,
  comparison = 'concurrent',
  difference,
  every = 1,
  runs = 100,
}: World) {
  const traffic = trafficOf(requestsPerMinute, errorRate);
  const { plan } = fitPlan(defaultPlan, comparison, traffic);
  const random = seededRandom(20_261_129);
  const world = { plan, comparison, traffic, difference, every, random };
  const endings = Array.from({ length: runs }, () => simulateRollout(world));
  return { forecast: forecastRollout(plan, comparison, traffic), endings };
}

const share = (endings: readonly SimulatedEnding[], outcome: SimulatedEnding['outcome']) =>
  endings.filter((ending) => ending.outcome === outcome).length / endings.length;
const meanSeconds = (endings: readonly SimulatedEnding[]) =>
  endings.reduce((sum, { seconds }) => sum + seconds, 0) / endings.length;

describe('the predicted time until a regression is found is that of the shipped judge, within a third', () => {
  const worlds: readonly (readonly [string, World])[] = [
    ['a tripled error rate at 600 requests a minute', { requestsPerMinute: 600, difference: { errors: 3 } }],
    ['five times the errors at 600 requests a minute', { requestsPerMinute: 600, difference: { errors: 5 } }],
    [
      'a tripled error rate at 12 requests a minute',
      { requestsPerMinute: 12, every: 5, difference: { errors: 3 } },
    ],
    [
      'a tripled error rate at 60 requests a minute',
      { requestsPerMinute: 60, every: 2, difference: { errors: 3 } },
    ],
    [
      'a tripled error rate of 5 %',
      { requestsPerMinute: 30, errorRate: 0.05, every: 2, difference: { errors: 3 } },
    ],
    [
      'a tripled error rate that a pipeline deploys to all',
      { requestsPerMinute: 12, comparison: 'before-after', every: 5, difference: { errors: 3 } },
    ],
    ['doubled durations at 60 requests a minute', { requestsPerMinute: 60, difference: { durations: 2 } }],
    ['durations one and a half times as long', { requestsPerMinute: 60, difference: { durations: 1.5 } }],
  ];
  it.each(worlds)('%s', (_, world) => {
    const { forecast, endings } = simulate(world);
    const { errors, durations } = world.difference;
    const predicted = errors
      ? forecast.errors.find(({ ratio }) => ratio === errors)
      : forecast.latency.find(({ ratio }) => ratio === durations);
    const found = endings.filter(({ outcome }) => outcome === 'regressed');
    expect(share(endings, 'regressed')).toBeGreaterThan(0.8);
    const ratio = meanSeconds(found) / (predicted?.seconds ?? Number.NaN);
    expect(ratio).toBeGreaterThan(2 / 3);
    expect(ratio).toBeLessThan(4 / 3);
  });
});

describe('a harmless version is promoted within the time that was planned for it', () => {
  it.each([5, 10, 12, 60, 600])('at %i requests a minute, in nine of ten rollouts', (requestsPerMinute) => {
    const { forecast, endings } = simulate({
      requestsPerMinute,
      every: requestsPerMinute < 100 ? 5 : 1,
      difference: {},
    });
    const inTime = endings.filter(
      ({ outcome, seconds }) => outcome === 'promoted' && seconds <= forecast.mostSeconds,
    );
    expect(inTime.length / endings.length).toBeGreaterThanOrEqual(0.9);
  });
});
