import { beforeEach, describe, expect, it } from 'vitest';
import type { Improvement } from '#core/improvements/improvement.ts';
import { moveTo } from '#core/improvements/improvement.ts';
import { closeResolved } from '#core/improvements/opportunity/close-resolved.ts';
import { proposeImprovements } from '#core/improvements/opportunity/propose-improvements.ts';
import { mergeParts, type Window } from '#core/performance/windows/window.ts';
import { anImprovement } from '../../../../support/improvement.ts';
import { MemoryImprovements } from '../../../../support/memory-improvements.ts';
import { measured, partsWith } from '../../performance/batches.ts';

const now = Date.UTC(2026, 5, 1, 10);
const minute = 60_000;
const manifest = { name: 'shop', targets: { p95: 100, endpoints: {}, availability: 0.99 } };
const endpoint = 'GET /prices';

let improvements: MemoryImprovements;
beforeEach(() => {
  improvements = new MemoryImprovements();
});

const known = (fields: Partial<Improvement> = {}) => {
  const improvement = anImprovement({ status: 'opportunity', updatedAt: now - 30 * minute, ...fields });
  return improvements.create(improvement, {
    actor: 'a',
    type: 't',
    subject: 's',
    before: null,
    after: null,
    impact: 0,
    reason: '',
  });
};
const requests = (count: number, duration: number, at = now - 20 * minute) =>
  mergeParts(
    partsWith({
      measurements: measured(
        endpoint,
        at,
        Array.from({ length: count }, () => duration),
      ),
    }),
  );
const close = (windows = requests(200, 40), findings: Parameters<typeof closeResolved>[0]['findings'] = []) =>
  closeResolved({ manifest, windows, findings }, { improvements, now: () => now });

describe('an opportunity', () => {
  it('is closed once its endpoint is within its target again, with the reason on record', async () => {
    await known();
    expect(await close()).toMatchObject([{ status: 'rejected' }]);
    expect(improvements.events.at(-1)).toMatchObject({
      actor: 'system:analysis',
      type: 'improvement.rejected',
      reason: expect.stringMatching(
        /^resolved by itself: GET \/prices has a p95 of \d+\.\d ms over 200 requests/,
      ),
    });
    expect(await close()).toEqual([]);
  });

  describe('because its endpoint was heavy', () => {
    const noTargets = { name: 'shop', targets: { endpoints: {}, availability: 0.99 } };
    const closeHeavy = async (
      windows: readonly Window[],
      targets: typeof manifest | typeof noTargets = noTargets,
    ) => {
      await known({ finding: { ...anImprovement().finding, kind: 'heavy-endpoint' } });
      return closeResolved({ manifest: targets, windows, findings: [] }, { improvements, now: () => now });
    };
    const requestsTo = (other: string) => requests(200, 90).map((window) => ({ ...window, endpoint: other }));

    it('stays as long as it is', async () => {
      expect(await closeHeavy(requests(200, 40))).toEqual([]);
    });

    it('is closed once it takes less than a quarter of the time', async () => {
      const all = [...requests(200, 40), ...requestsTo('GET /products'), ...requestsTo('GET /orders')];
      expect(await closeHeavy(all)).toMatchObject([
        {
          reason: expect.stringMatching(
            /^resolved by itself: GET \/prices takes 1\d\.\d % of the service's time: 200 requests with a median of/,
          ),
        },
      ]);
    });

    it('is closed once its requests take less than 1 ms, although they are all that the service serves', async () => {
      expect(await closeHeavy(requests(200, 0.5))).toMatchObject([
        { reason: expect.stringMatching(/takes 100\.0 % .* with a median of 0\.5 ms$/) },
      ]);
    });

    it('is closed once the operator gives it a target that it meets', async () => {
      expect(await closeHeavy(requests(200, 40), manifest)).toMatchObject([
        { reason: expect.stringMatching(/within its target of 100 ms$/) },
      ]);
    });

    it('stays if the operator gives it a target that it does not meet', async () => {
      const strict = { name: 'shop', targets: { ...manifest.targets, endpoints: { [endpoint]: 20 } } };
      expect(await closeHeavy(requests(200, 40), strict)).toEqual([]);
    });
  });

  it.each<[string, Parameters<typeof close>]>([
    ['it still has a finding', [requests(200, 40), [{ kind: 'slow-endpoint', endpoint }]]],
    ['there were few requests', [requests(99, 40)]],
    ['none came', [[]]],
    ['the requests are older than it', [requests(200, 40, now - 40 * minute)]],
    ['it is over its target, but without certainty', [requests(200, 101)]],
  ])('stays if %s', async (_, request) => {
    await known();
    expect(await close(...request)).toEqual([]);
  });

  it('in progress stays, even if it is started at the same moment', async () => {
    await known({ id: 'generated', status: 'generated' });
    await known({ id: 'taken-up' });
    const { save } = improvements;
    improvements.save = async (change) => {
      improvements.save = save;
      const found = await improvements.load('taken-up');
      await improvements.save(
        moveTo(found, { to: 'generating', actor: 'o', at: now, reason: 'now', impact: 0 }),
      );
      return improvements.save(change);
    };
    expect(await close()).toEqual([]);
    expect(await improvements.load('taken-up')).toMatchObject({ status: 'generating' });
  });

  it('closed this way is not an attempt: if its endpoint is slow again, there is a new improvement', async () => {
    const finding = { ...anImprovement().finding, from: now + minute, to: now + 2 * minute };
    await known();
    await close();
    const { created } = await proposeImprovements(
      { service: 'shop', findings: [finding], mostEpisodes: 1 },
      { improvements, now: () => now + 2 * minute },
    );
    expect(created).toMatchObject([{ episode: 2, status: 'opportunity' }]);
  });
});
