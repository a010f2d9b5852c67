import { beforeEach, expect, it } from 'vitest';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import type { Experiment } from '#core/experiments/experiment.ts';
import { type ExperimentStore, noRatings } from '#core/experiments/ports.ts';
import { anExperiment } from '../../support/experiment.ts';
import { sha256 } from '../../support/memory-preferences.ts';

export interface ExperimentRecords {
  readonly experiments: ExperimentStore;
  /** A subject's learning events, oldest first. */
  eventsOf(subject: string): Promise<readonly LearningEvent[]>;
}

/** What every experiment store guarantees. `open` returns an empty store. */
export function behavesAsExperimentStore(open: () => Promise<ExperimentRecords>): void {
  let store: ExperimentStore;
  let eventsOf: ExperimentRecords['eventsOf'];
  beforeEach(async () => {
    ({ experiments: store, eventsOf } = await open());
  });
  let changes = 0;
  const change = (ratings: Experiment['ratings']) => {
    changes += 1;
    return { sequence: String(changes), ratings };
  };
  const liked = { liked: 1, disliked: 0 };
  const eventOf = (id: string, type: string) => ({
    type,
    subject: `experiment:${id}`,
    actor: 'user:operator',
    before: null,
    after: null,
    impact: 0,
    reason: 'An operator requested it.',
  });
  const start = (experiment: Experiment) =>
    store.start(experiment, eventOf(experiment.id, 'experiment.started'));
  const end = async (id: string) => {
    const experiment = await store.load(id);
    const ended = { outcome: 'second-better', reason: 'It is.', endedAt: experiment.startedAt + 5 } as const;
    return store.end({ ...experiment, ...ended }, eventOf(id, 'experiment.ended'));
  };

  it('is empty at first', async () => {
    expect(await store.running()).toEqual([]);
    await expect(store.load('mini')).rejects.toMatchObject({ code: 'experiment/unknown' });
    expect(await store.addRatings('mini', [change([noRatings, noRatings])])).toBeNull();
    expect(await end('mini').catch(() => false)).toBe(false);
  });

  it('reads an experiment as it was started', async () => {
    const experiment = anExperiment();
    await start(experiment);
    const { lastEvent, ...read } = await store.load('mini');
    expect({ ...read, lastEvent: null }).toEqual(experiment);
    expect(lastEvent?.sequence).toBe(1);
    expect(await store.running()).toEqual([
      { id: 'mini', taskType: 'code', variants: ['gpt', 'mini'], compares: 'models', share: 0.5 },
    ]);
  });

  it('rejects a duplicate id and a second experiment on a task type, and writes nothing of either', async () => {
    await start(anExperiment());
    await expect(start(anExperiment({ taskType: 'mail' }))).rejects.toMatchObject({
      code: 'experiment/exists',
    });
    await expect(start(anExperiment({ id: 'other' }))).rejects.toMatchObject({
      code: 'experiment/task-taken',
    });
    await expect(store.load('other')).rejects.toMatchObject({ code: 'experiment/unknown' });
    await start(anExperiment({ id: 'other', taskType: 'mail' }));
    expect((await store.running()).map(({ id }) => id).toSorted()).toEqual(['mini', 'other']);
  });

  it('adds and subtracts ratings, also concurrently', async () => {
    await start(anExperiment());
    const one = { liked: 1, disliked: 2 };
    await Promise.all(Array.from({ length: 10 }, () => store.addRatings('mini', [change([one, noRatings])])));
    const updated = await store.addRatings('mini', [
      change([{ liked: -1, disliked: 0 }, noRatings]),
      change([noRatings, { liked: 4, disliked: 0 }]),
    ]);
    expect(updated?.ratings).toEqual([
      { liked: 9, disliked: 20 },
      { liked: 4, disliked: 0 },
    ]);
    expect((await store.load('mini')).ratings).toEqual(updated?.ratings);
  });

  it('counts each change once, however often and beside whatever others it is added', async () => {
    await start(anExperiment());
    const changes = Array.from({ length: 250 }, () => change([liked, noRatings]));
    await store.addRatings('mini', changes.slice(0, 120));
    await Promise.all([
      store.addRatings('mini', changes.slice(60)),
      store.addRatings('mini', changes.slice(200)),
    ]);
    expect((await store.addRatings('mini', changes))?.ratings).toEqual([
      { liked: 250, disliked: 0 },
      noRatings,
    ]);
  });

  it('ends an experiment once, keeps its ratings, and adds no more', async () => {
    await start(anExperiment());
    await store.addRatings('mini', [change([liked, noRatings])]);
    const ends = await Promise.all([end('mini'), end('mini'), end('mini')]);
    expect(ends.filter(Boolean)).toHaveLength(1);
    expect(await store.load('mini')).toMatchObject({
      outcome: 'second-better',
      reason: 'It is.',
      endedAt: 1_780_000_000_005,
      ratings: [{ liked: 1, disliked: 0 }, noRatings],
    });
    expect(await store.addRatings('mini', [change([liked, noRatings])])).toBeNull();
    expect(await store.running()).toEqual([]);
    const events = await eventsOf('experiment:mini');
    expect(events.map(({ type }) => type)).toEqual(['experiment.started', 'experiment.ended']);
    expect(verifyChain(events, sha256)).toBeNull();
  });

  it('frees the task type for the next experiment', async () => {
    await start(anExperiment());
    await end('mini');
    await start(anExperiment({ id: 'next' }));
    expect(await store.running()).toMatchObject([{ id: 'next' }]);
  });
}
