import { createHash } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { dynamoEventLog } from '#adapters/dynamodb/event-log.ts';
import { NotFound, Stale } from '#core/errors.ts';
import type { LearningEvent } from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';
import { type Improvement, moveTo, note } from '#core/improvements/improvement.ts';
import { listAllImprovements } from '#core/improvements/list-all-improvements.ts';
import type { ImprovementQuery, ImprovementStore } from '#core/improvements/ports.ts';
import type { Status } from '#core/improvements/status.ts';
import { day, minute } from '#core/time.ts';
import { anImprovement, proposed } from '../../support/improvement.ts';

export interface ImprovementRecords {
  readonly improvements: ImprovementStore;
  readonly events: ReturnType<typeof dynamoEventLog>;
}

const begun = anImprovement().createdAt;

/** What every store of improvements and their events guarantees. `open` returns an empty store. */
export function behavesAsImprovementStore(open: () => Promise<ImprovementRecords>): void {
  let improvements: ImprovementStore;
  let events: ImprovementRecords['events'];
  beforeEach(async () => {
    ({ improvements, events } = await open());
  });

  const create = (fields: Partial<Improvement> = {}) => {
    const improvement = anImprovement(fields);
    return improvements.create(improvement, proposed(improvement));
  };
  const idsOf = (items: readonly Improvement[]) => items.map(({ id }) => id);
  const idsFound = async (query: Omit<ImprovementQuery, 'limit'> = {}) =>
    idsOf(await listAllImprovements(improvements, query));
  const chainOf = async (id: string): Promise<readonly LearningEvent[]> =>
    (await events.bySubject(`improvement:${id}`, { limit: 100 })).items;
  const step = (found: Improvement, to: Status, actor = 'user:user-1') =>
    moveTo(found, { to, actor, at: found.updatedAt + minute, reason: `on to ${to}`, impact: 0.5 });

  describe('one record', () => {
    it('is read as it was written', async () => {
      const improvement = anImprovement();
      expect(await create()).toBe(true);
      const { lastEvent, ...read } = await improvements.load(improvement.id);
      expect({ ...read, lastEvent: null }).toEqual(improvement);
      expect(lastEvent?.sequence).toBe(1);
    });

    it('does not exist before it is created', async () => {
      const loading = improvements.load('nothing-1');
      await expect(loading).rejects.toThrow(NotFound);
      await expect(loading).rejects.toMatchObject({ code: 'improvement/unknown', data: { id: 'nothing-1' } });
    });

    it('is created once by concurrent attempts', async () => {
      const results = await Promise.all(Array.from({ length: 8 }, () => create()));
      expect(results.filter(Boolean)).toHaveLength(1);
      expect(await chainOf(anImprovement().id)).toHaveLength(1);
    });

    it('is not overwritten by a second creation', async () => {
      await create();
      await improvements.save(step(await improvements.load('shop-get-prices-1'), 'generating'));
      expect(await create()).toBe(false);
      expect(await improvements.load('shop-get-prices-1')).toMatchObject({
        status: 'generating',
        revision: 2,
      });
    });
  });

  describe('a change', () => {
    it('is returned as it is stored', async () => {
      await create();
      const saved = await improvements.save(step(await improvements.load('shop-get-prices-1'), 'generating'));
      expect(saved).toMatchObject({ status: 'generating', revision: 2, reason: 'on to generating' });
      expect(await improvements.load(saved.id)).toEqual(saved);
    });

    it('of an old revision is rejected and leaves no trace in the record or the log', async () => {
      await create();
      const old = await improvements.load('shop-get-prices-1');
      const current = await improvements.save(step(old, 'generating'));
      await expect(improvements.save(step(old, 'rejected'))).rejects.toThrow(Stale);
      expect(await improvements.load(old.id)).toEqual(current);
      expect((await chainOf(old.id)).map(({ type }) => type)).toEqual([
        'improvement.opportunity',
        'improvement.generating',
      ]);
    });

    it('that races other changes has one winner, and the log has only the winner', async () => {
      await create();
      const found = await improvements.load('shop-get-prices-1');
      const racers = Array.from({ length: 8 }, (_, i) => step(found, 'generating', `user:${i}`));
      const results = await Promise.allSettled(racers.map((change) => improvements.save(change)));
      const losers = results.filter((result) => result.status === 'rejected');
      expect(losers).toHaveLength(7);
      for (const { reason } of losers) expect(reason).toBeInstanceOf(Stale);

      const winner = results.findIndex(({ status }) => status === 'fulfilled');
      expect((await chainOf(found.id)).map(({ actor }) => actor)).toEqual([
        'system:analysis',
        `user:${winner}`,
      ]);
    });

    it('is never lost when each of many writers reads again after losing a race', async () => {
      await create();
      const writers = Array.from({ length: 6 }, (_, i) => `user:${i}`);
      await Promise.all(writers.map((actor) => saveWithRetries(actor)));
      const { revision } = await improvements.load('shop-get-prices-1');
      expect(revision).toBe(1 + writers.length);
      const actors = (await chainOf('shop-get-prices-1')).slice(1).map(({ actor }) => actor);
      expect(actors.toSorted()).toEqual(writers);
    });

    async function saveWithRetries(actor: string): Promise<void> {
      for (;;) {
        const found = await improvements.load('shop-get-prices-1');
        try {
          await improvements.save(
            note(found, { type: 'noted', actor, at: found.updatedAt + 1, reason: 'a note' }, {}),
          );
          return;
        } catch (error) {
          if (!(error instanceof Stale)) throw error;
        }
      }
    }
  });

  describe('the log', () => {
    const createTested = async (): Promise<Improvement> => {
      await create();
      let found = await improvements.load('shop-get-prices-1');
      for (const to of ['generating', 'generated', 'testing', 'tested'] as const)
        found = await improvements.save(step(found, to));
      return found;
    };

    it('has one event per change, in an intact chain that ends at the link in the record', async () => {
      const { lastEvent } = await createTested();
      const chain = await chainOf('shop-get-prices-1');
      expect(chain.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5]);
      expect(verifyChain(chain, sha256)).toBeNull();
      expect(lastEvent).toEqual({ sequence: 5, hash: chain.at(-1)?.hash });
    });

    it('says who changed what to what, when and why', async () => {
      await createTested();
      expect((await chainOf('shop-get-prices-1'))[1]).toMatchObject({
        type: 'improvement.generating',
        subject: 'improvement:shop-get-prices-1',
        actor: 'user:user-1',
        before: { status: 'opportunity' },
        after: { status: 'generating' },
        impact: 0.5,
        reason: 'on to generating',
        at: begun + minute,
      });
    });

    it('of a subject is read page by page, oldest first', async () => {
      await createTested();
      const sequences: number[] = [];
      let cursor: string | undefined;
      do {
        const page = await events.bySubject('improvement:shop-get-prices-1', { limit: 2, cursor });
        sequences.push(...page.items.map(({ sequence }) => sequence));
        cursor = page.cursor ?? undefined;
      } while (cursor);
      expect(sequences).toEqual([1, 2, 3, 4, 5]);
    });

    it('of a day has the events of all subjects on that day, newest first', async () => {
      const at = (id: string, time: number) => create({ id, createdAt: time, updatedAt: time });
      await at('first', begun);
      await at('second', begun + minute);
      await at('tomorrow', begun + day);
      const { items } = await events.byDay('2026-06-01', { limit: 10 });
      expect(items.map(({ subject }) => subject)).toEqual(['improvement:second', 'improvement:first']);
    });

    it('of an unknown subject is empty', async () => {
      expect(await events.bySubject('improvement:nothing', { limit: 10 })).toEqual({
        items: [],
        cursor: null,
      });
    });
  });

  describe('a list', () => {
    const fill = () =>
      Promise.all([
        create({ id: 'oldest', service: 'shop', createdAt: begun }),
        create({ id: 'newest', service: 'shop', createdAt: begun + 3 * minute }),
        create({ id: 'middle', service: 'bank', createdAt: begun + minute }),
        create({ id: 'failed', service: 'shop', createdAt: begun + 2 * minute, status: 'failed' }),
      ]);

    it('has the newest first, regardless of later changes', async () => {
      await fill();
      await improvements.save(step(await improvements.load('oldest'), 'generating'));
      expect(await idsFound()).toEqual(['newest', 'failed', 'middle', 'oldest']);
    });

    it('can be filtered by service, by status, or by both', async () => {
      await fill();
      expect(await idsFound({ service: 'shop' })).toEqual(['newest', 'failed', 'oldest']);
      expect(await idsFound({ status: 'opportunity' })).toEqual(['newest', 'middle', 'oldest']);
      expect(await idsFound({ service: 'shop', status: 'opportunity' })).toEqual(['newest', 'oldest']);
      expect(await idsFound({ service: 'bank', status: 'failed' })).toEqual([]);
    });

    it('follows a record to its new status', async () => {
      await fill();
      await improvements.save(step(await improvements.load('oldest'), 'generating'));
      expect(await idsFound({ service: 'shop', status: 'opportunity' })).toEqual(['newest']);
      expect(await idsFound({ service: 'shop', status: 'generating' })).toEqual(['oldest']);
    });

    it.each<Omit<ImprovementQuery, 'limit'>>([
      {},
      { service: 'shop' },
      { service: 'shop', status: 'opportunity' },
    ])('of %j is read page by page without gaps or repetitions', async (query) => {
      await fill();
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page = await improvements.list({ ...query, limit: 1, ...(cursor ? { cursor } : {}) });
        expect(page.items.length).toBeLessThanOrEqual(1);
        ids.push(...idsOf(page.items));
        ({ cursor } = page);
      } while (cursor);
      expect(ids).toEqual(await idsFound(query));
    });

    it.each([
      ['not a cursor', 'nonsense'],
      ['empty', ''],
      ['JSON of something else', asCursor({ a: 'b' })],
      ['not an object', asCursor(7)],
      ['the key of another table', asCursor({ pk: 'x', sk: 'y' })],
    ])('rejects a cursor that is %s', async (_, cursor) => {
      await fill();
      await expect(improvements.list({ limit: 2, cursor })).rejects.toMatchObject({
        code: 'page/invalid-cursor',
        fault: 'caller',
      });
      await expect(events.byDay('2026-06-01', { limit: 2, cursor })).rejects.toMatchObject({
        code: 'page/invalid-cursor',
      });
    });

    it('rejects the cursor of another list', async () => {
      await fill();
      const { cursor } = await improvements.list({ service: 'shop', status: 'opportunity', limit: 1 });
      expect(cursor).not.toBeNull();
      const otherList = { service: 'bank', status: 'opportunity', limit: 1, cursor: cursor ?? '' } as const;
      await expect(improvements.list(otherList)).rejects.toMatchObject({ code: 'page/invalid-cursor' });
    });
  });
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const asCursor = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
