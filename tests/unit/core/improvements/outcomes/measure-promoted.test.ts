import { describe, expect, it } from 'vitest';
import { measurePromoted } from '#core/improvements/outcomes/measure-promoted.ts';
import { day, hour, minute } from '#core/time.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryMetrics } from '../../performance/memory-metrics.ts';
import {
  baseline,
  begun,
  promoted,
  promotedRollout,
  serve,
  type Traffic,
  version,
} from '../promoted-rollout.ts';

const yesterday: Traffic = {
  version: baseline,
  from: promoted - day,
  to: promoted - day + 3 * hour,
  duration: 80,
};
const hoursBefore: Traffic = { version: baseline, from: begun - 3 * hour, to: begun, duration: 120 };
const hoursAfter: Traffic = { version, from: promoted, to: promoted + 3 * hour, duration: 20 };

/** What is measured so long after the promotion, if the service served these requests. */
async function measureAfter(
  traffic: readonly Traffic[],
  ago = 3 * hour,
  improvement = anImprovement({ status: 'applied', rollout: promotedRollout }),
) {
  const metrics = new MemoryMetrics();
  for (const one of traffic) await serve(metrics, one);
  const improvements = MemoryImprovements.of(improvement);
  const needs = { improvements, metrics, now: () => promoted + ago };
  const measured = await measurePromoted('shop', needs);
  return { measured, needs, production: (await improvements.load(improvement.id)).production };
}

describe('what production gained', () => {
  it('is measured against the same hours of the day before', async () => {
    const { production } = await measureAfter([yesterday, hoursBefore, hoursAfter]);
    expect(production?.before).toMatchObject({ requests: 2_160, from: yesterday.from });
    expect(production?.after).toMatchObject({ requests: 2_160, from: promoted });
    expect(production?.p95?.ratio).toBeCloseTo(4, 0);
    expect(production?.p95?.low).toBeGreaterThan(3.8);
    expect(production?.p95?.high).toBeLessThan(4.2);
  });

  it('is measured against the hours before the rollout, if the day before was not measured', async () => {
    const { production } = await measureAfter([hoursBefore, hoursAfter]);
    expect(production?.before.from).toBe(hoursBefore.from);
    expect(production?.p50?.ratio).toBeCloseTo(6, 0);
  });

  it('is of the improved endpoint and the two versions alone', async () => {
    const { production } = await measureAfter([
      yesterday,
      hoursAfter,
      { ...hoursAfter, version: 'c'.repeat(40), duration: 900 },
      { ...hoursAfter, endpoint: 'GET /else', duration: 900 },
    ]);
    expect(production?.after).toMatchObject({ requests: 2_160 });
    expect(production?.after.p95).toBeLessThan(30);
  });

  it('is on record in one sentence, with its interval', async () => {
    const { needs } = await measureAfter([yesterday, hoursAfter]);
    expect(needs.improvements.events).toMatchObject([
      {
        type: 'improvement.measured',
        actor: 'system:after-promotion',
        reason: expect.stringMatching(
          /^in production the p95 of GET \/prices is 23\.\d ms instead of 9\d\.\d ms: 4\.\d\dx faster \(95 % CI 3\.\d\d to 4\.\d\d\)$/,
        ),
      },
    ]);
  });

  it('is measured once', async () => {
    const { needs } = await measureAfter([yesterday, hoursAfter]);
    expect(await measurePromoted('shop', needs)).toEqual([]);
    expect(needs.improvements.events).toHaveLength(1);
  });

  it('is unknown, and said to be, if there were too few requests', async () => {
    const few = { ...hoursAfter, to: promoted + 15 * minute };
    const { production, needs } = await measureAfter([yesterday, hoursBefore, few]);
    expect(production).toMatchObject({ p50: null, p95: null, after: { requests: 180 } });
    expect(needs.improvements.events[0]?.reason).toBe(
      'too few requests of GET /prices tell what production gained: 2160 before and 180 after the promotion, where 200 in at least half an hour are needed',
    );
  });

  it.each([
    ['the hours are not over', 3 * hour - 1, {}],
    ['the windows of the day before are gone', 37 * hour, {}],
    ['it was rolled back', 3 * hour, { status: 'rolled-back' as const }],
    ['it had no rollout', 3 * hour, { rollout: null }],
  ])('is not measured if %s', async (_, ago, fields) => {
    const improvement = anImprovement({ status: 'applied', rollout: promotedRollout, ...fields });
    const { measured } = await measureAfter([yesterday, hoursAfter], ago, improvement);
    expect(measured).toEqual([]);
  });

  it('is left to the next run if somebody changes the improvement at the same moment', async () => {
    const { needs } = await measureAfter([]);
    const improvement = anImprovement({ status: 'applied', rollout: promotedRollout });
    const improvements = MemoryImprovements.of({ ...improvement, revision: 7 });
    const list = async () => ({ items: [improvement], cursor: null });
    const stale = { ...needs, improvements: Object.assign(improvements, { list }) };
    expect(await measurePromoted('shop', stale)).toEqual([]);
  });
});
