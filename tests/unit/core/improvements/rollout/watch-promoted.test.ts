import { describe, expect, it } from 'vitest';
import { watchPromoted } from '#core/improvements/rollout/watch-promoted.ts';
import { day, hour, minute } from '#core/time.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { MemoryWorkflow } from '../../../../support/memory-workflow.ts';
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

/** The check of a version that was promoted so long ago, and served like this since. */
async function check({
  ago = 6 * hour,
  served = {},
  before = {},
  yesterday = {},
}: {
  ago?: number;
  served?: Partial<Traffic>;
  before?: Partial<Traffic>;
  /** Null if nothing was measured then. */
  yesterday?: Partial<Traffic> | null;
}) {
  const now = promoted + ago;
  const metrics = new MemoryMetrics();
  await serve(metrics, { version: baseline, from: begun - 3 * hour, to: begun, duration: 80, ...before });
  await serve(metrics, { version, from: now - hour, to: now, duration: 80, ...served });
  if (yesterday) {
    const span = { from: now - day - 90 * minute, to: now - day + 90 * minute };
    await serve(metrics, { version: baseline, ...span, duration: 80, ...yesterday });
  }
  const improvements = MemoryImprovements.of(anImprovement({ status: 'applied', rollout: promotedRollout }));
  const workflow = new MemoryWorkflow();
  const needs = { improvements, metrics, workflow, now: () => now };
  const late = await watchPromoted('shop', needs);
  await watchPromoted('shop', needs);
  return { late, started: workflow.started };
}

describe('a promoted version', () => {
  it('is rolled back, once, if its requests have become slower', async () => {
    const { late, started } = await check({ served: { duration: 160 } });
    expect(late?.reason).toMatch(
      /^after its promotion, GET \/prices: requests are slower than with the version before, p95 18\d\.\d ms instead of 9\d\.\d ms$/,
    );
    expect(started).toEqual([
      expect.objectContaining({ from: 'rollback', actor: 'system:after-promotion', reason: late?.reason }),
    ]);
  });

  it('is rolled back if more of its requests fail', async () => {
    const { late } = await check({ served: { failing: 0.15 } });
    expect(late?.reason).toMatch(
      /^after its promotion, GET \/prices: \d+ of 720 requests failed in the last hour, and \d+ of 2160 with/,
    );
  });

  it.each([
    ['it serves as before', {}],
    ['it is faster', { served: { duration: 20 } }],
    ['the service always failed as often', { served: { failing: 0.1 }, before: { failing: 0.1 } }],
    [
      'the same hours of the day before were as slow',
      { served: { duration: 160 }, yesterday: { duration: 160 } },
    ],
    [
      'nobody knows how slow the same hours of the day before were',
      { served: { duration: 160 }, yesterday: null },
    ],
    ['it is slower by less than a quarter', { served: { duration: 96 } }],
    ['it was promoted minutes ago', { ago: 20 * minute, served: { duration: 160 } }],
    ['it was promoted more than a day ago', { ago: 25 * hour, served: { duration: 160 } }],
    ['another version serves by now', { served: { version: 'c'.repeat(40), duration: 160 } }],
  ])('stays if %s', async (_, situation) => {
    const { late, started } = await check(situation);
    expect(late).toBeNull();
    expect(started).toEqual([]);
  });

  it('stays if its requests failed for minutes only, as while a dependency is away', async () => {
    const now = promoted + 6 * hour;
    const metrics = new MemoryMetrics();
    await serve(metrics, { version: baseline, from: begun - 3 * hour, to: begun, duration: 80 });
    await serve(metrics, { version, from: now - hour, to: now - 20 * minute, duration: 80, failing: 0 });
    await serve(metrics, { version, from: now - 20 * minute, to: now, duration: 80, failing: 1 });
    const improvements = MemoryImprovements.of(
      anImprovement({ status: 'applied', rollout: promotedRollout }),
    );
    const workflow = new MemoryWorkflow();
    expect(await watchPromoted('shop', { improvements, metrics, workflow, now: () => now })).toBeNull();
  });
});
