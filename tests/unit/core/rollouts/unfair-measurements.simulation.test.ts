import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import type { Measurement } from '#core/performance/windows/metrics-batch.ts';
import { partsOf, type WindowPart } from '#core/performance/windows/window-part.ts';
import { gatherEvidence } from '#core/rollouts/gather-evidence.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import type { Verdict } from '#core/rollouts/judgment.ts';
import type { Rollout } from '#core/rollouts/rollout.ts';
import { batchOf } from '../performance/batches.ts';

/*
 * The versions are equally good, and the measurements are not equally complete: processes drop some, the collector is away,
 * the router splits otherwise than planned.
 */

const endpoint = 'GET /prices';
const begun = Date.UTC(2026, 5, 1, 9);
const minutes = 10;
const perMinute = 600;
const batchSeconds = 10;

const plan = { steps: [{ weight: 10, seconds: 600, requests: 500 }], alpha: 0.01, patience: 3 };
const rollout: Rollout = {
  baseline: 'old',
  version: 'new',
  comparison: 'concurrent',
  mirror: null,
  stages: [{ weight: 10, since: begun, until: null }],
  thresholds: { [endpoint]: { quartile: 67, tolerated: [110, 226, 414] } },
  judgment: null,
  badRequests: 0,
};

interface World {
  /** The canary's true share of the requests. */
  readonly share?: number;
  /** Share of the requests that fail, and how much longer all take, in a minute. */
  readonly errors?: (minute: number) => number;
  readonly slowness?: (minute: number) => number;
  /** The ratio of the new version's failures to the old one's. */
  readonly ratio?: number;
  /** Share of a version's measurements that arrive, of a minute. */
  readonly arrives?: (version: string, minute: number) => number;
}

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** The measurements of ten minutes, as the processes of both versions send them. */
function sent(world: World, random: () => number): readonly WindowPart[] {
  const { share = 0.1, errors = () => 0.01, slowness = () => 1, ratio = 1, arrives = () => 1 } = world;
  const parts: WindowPart[] = [];
  for (let batch = 0; batch < (minutes * 60) / batchSeconds; batch += 1) {
    const minute = Math.floor((batch * batchSeconds) / 60);
    const kept: Record<string, Measurement[]> = { old: [], new: [] };
    for (let i = 0; i < (perMinute * batchSeconds) / 60; i += 1) {
      const version = random() < share ? 'new' : 'old';
      const rate = errors(minute) * (version === 'new' ? ratio : 1);
      const measurement = {
        endpoint,
        at: begun + (batch + random()) * batchSeconds * 1_000,
        duration: slowness(minute) * 100 * Math.exp(0.6 * normal(random)),
        status: random() < rate ? 500 : 200,
      };
      if (random() < arrives(version, minute)) kept[version]?.push(measurement);
    }
    for (const [version, measurements] of Object.entries(kept))
      parts.push(...partsOf(batchOf({ version, instance: version, sequence: batch, measurements }), 60));
  }
  return parts;
}

/** The first verdict that decides, looking every minute. */
function firstVerdict(parts: readonly WindowPart[]): Verdict {
  for (let minute = 1; minute <= minutes; minute += 1) {
    const now = begun + minute * 60_000;
    const arrived = parts.filter(({ to }) => to < now);
    const { verdict } = judgeRollout({ plan, endpoint, steps: gatherEvidence(rollout, arrived, now) });
    if (verdict === 'safe' || verdict === 'regressed') return verdict;
  }
  return 'inconclusive';
}

function regressedShare(world: World, runs = 100): number {
  const random = seededRandom(20_261_129);
  const verdicts = Array.from({ length: runs }, () => firstVerdict(sent(world, random)));
  return verdicts.filter((verdict) => verdict === 'regressed').length / runs;
}

const badMinute = (minute: number) => minute === 3;

describe('two equal versions are hardly ever rolled back', () => {
  const worlds: readonly (readonly [string, World])[] = [
    ['if all measurements arrive', {}],
    ['if the true share is 12 % where 10 are planned', { share: 0.12 }],
    ['if the true share is a third where 10 % are planned', { share: 1 / 3 }],
    [
      'if the old version loses half of its measurements',
      { arrives: (version) => (version === 'old' ? 0.5 : 1) },
    ],
    ['if the old version sends nothing', { arrives: (version) => Number(version !== 'old') }],
    [
      'if nothing arrives of the old version in the minute in which both fail',
      {
        errors: (minute) => (badMinute(minute) ? 0.5 : 0.01),
        arrives: (version, minute) => Number(version !== 'old' || !badMinute(minute)),
      },
    ],
    [
      'if nothing arrives of the old version in the minute in which both are slow',
      {
        slowness: (minute) => (badMinute(minute) ? 20 : 1),
        arrives: (version, minute) => Number(version !== 'old' || !badMinute(minute)),
      },
    ],
    [
      'if little arrives of the old version in the minute in which both fail',
      {
        errors: (minute) => (badMinute(minute) ? 0.5 : 0.01),
        arrives: (version, minute) => (version === 'old' && badMinute(minute) ? 0.05 : 1),
      },
    ],
    ['if 6 % fail as always', { errors: () => 0.06 }],
  ];
  it.each(worlds)('%s', (_, world) => {
    expect(regressedShare(world)).toBeLessThanOrEqual(0.02);
  });
});

describe('a version that fails five times as often is found', () => {
  const worlds: readonly (readonly [string, number, World])[] = [
    ['if all measurements arrive', 0.9, {}],
    ['more slowly if the true share is 5 % where 10 are planned', 0.6, { share: 0.05 }],
    [
      'more slowly if the new version loses half of its measurements',
      0.6,
      { arrives: (version) => (version === 'new' ? 0.5 : 1) },
    ],
  ];
  it.each(worlds)('%s', (_, least, world) => {
    expect(regressedShare({ ...world, ratio: 5 }, 40)).toBeGreaterThanOrEqual(least);
  });
});
