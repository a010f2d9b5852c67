import { beforeEach, expect, it } from 'vitest';
import { type BatchStatistics, emptyStatistics } from '#core/preferences/learner/batch-statistics.ts';
import {
  groupCount,
  levelCount,
  type Population,
  unknownPopulation,
} from '#core/preferences/learner/population-model.ts';
import { noProgress } from '#core/preferences/learner/refit/refit.ts';
import type { FeedbackBatch, PopulationStore, RefitState } from '#core/preferences/ports.ts';

const now = Date.UTC(2026, 5, 1, 9);

const places = 2 * 3;
export const aPopulation: Population = {
  tasks: ['code', 'mail'],
  models: ['a', 'b', 'c'],
  common: {
    means: [0.25, 0.5, 0.75],
    strengths: [12, 8, 4],
    weights: Float64Array.from({ length: places * levelCount }, (_, i) => i / 32),
  },
  groups: {
    shares: Array.from({ length: groupCount }, () => 0.125),
    follow: 0.75,
    strength: 32,
    means: Float64Array.from({ length: places * groupCount }, (_, i) => i / 64),
    backing: Float64Array.from({ length: places * groupCount }, (_, i) => i),
  },
  hasGroups: true,
  grouping: 2,
  changes: [{ number: 5, group: 3, task: 'code' }],
};

function aStatistics(task = 'code'): BatchStatistics {
  const residual = { group: 1, task, model: 'a', weight: 2, reward: 1.5, expected: 1, variance: 0.25 };
  return {
    rewards: 3,
    lossByGroups: 1.5,
    lossByCommon: 2.25,
    residuals: new Map([[`1 4 ${task}a`, residual]]),
  };
}

const aBatch = (fields: Partial<FeedbackBatch> = {}): FeedbackBatch => ({
  id: '1117',
  at: now,
  statistics: aStatistics(),
  grouping: 2,
  users: ['user-1', 'user-2'],
  firsts: { messages: 3, users: 1 },
  ...fields,
});

const aState = (fields: Partial<RefitState> = {}): RefitState => ({
  population: aPopulation,
  statistics: aStatistics('mail'),
  progress: { lossByGroups: 10.5, lossByCommon: 12.25, rewards: 100, seededAt: 80 },
  roster: ['user-1', 'user-2'],
  batchesUntil: now,
  batches: ['1117'],
  counts: { messages: 3, users: 2 },
  version: 1,
  ...fields,
});

/** What every population store guarantees. `open` returns an empty store. */
export function behavesAsPopulationStore(open: () => Promise<PopulationStore>): void {
  let store: PopulationStore;
  beforeEach(async () => {
    store = await open();
  });

  it('begins with an empty population', async () => {
    expect(await store.population()).toEqual(unknownPopulation);
    expect(await store.counts()).toEqual({ messages: 0, users: 0 });
    expect(await store.loadRefit()).toMatchObject({
      progress: noProgress,
      roster: [],
      batchesUntil: 0,
      version: 0,
    });
  });

  it('reads the batches of a time range, oldest first', async () => {
    for (const at of [now + 2, now, now + 3, now + 1]) await store.addBatch(aBatch({ id: `${at}`, at }));
    const read = await store.batchesBetween(now, now + 2);
    expect(read).toEqual([1, 2].map((i) => aBatch({ id: `${now + i}`, at: now + i })));
  });

  it('keeps two concurrent additions', async () => {
    await store.addBatch(aBatch({ id: 'one', statistics: emptyStatistics(), users: [] }));
    await store.addBatch(aBatch({ id: 'two#2' }));
    const read = await store.batchesBetween(now - 1, now);
    expect(read.map(({ id }) => id).toSorted()).toEqual(['one', 'two#2']);
  });

  it('reads a refit as it was saved, with its population and counts', async () => {
    await store.saveRefit(aState());
    expect(await store.loadRefit()).toEqual(aState());
    expect(await store.population()).toEqual(aPopulation);
    expect(await store.counts()).toEqual({ messages: 3, users: 2 });
  });

  it('lets one of two concurrent refits win, and keeps nothing of the other', async () => {
    await store.saveRefit(aState());
    const second = aState({ version: 2, roster: ['user-3'] });
    await store.saveRefit(second);
    const late = store.saveRefit(aState({ version: 2, population: unknownPopulation }));
    await expect(late).rejects.toMatchObject({ code: 'store/stale' });
    await expect(store.saveRefit(aState())).rejects.toMatchObject({ code: 'store/stale' });
    expect(await store.loadRefit()).toEqual(second);
  });
}
