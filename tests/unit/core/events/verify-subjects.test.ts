import { describe, expect, it } from 'vitest';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { chainEvent, type LearningEvent, linkOf } from '#core/events/learning-event.ts';
import { type EventReader, verifyDay, verifySubject } from '#core/events/verify-subjects.ts';

const [ada, bob] = ['user:ada', 'user:bob'];

function chainOf(subject: string, length: number): LearningEvent[] {
  const events: LearningEvent[] = [];
  for (let i = 0; i < length; i += 1) {
    const last = events.at(-1);
    const draft = {
      type: 'a.b',
      subject,
      actor: 'user:1',
      before: i,
      after: null,
      impact: 0.5,
      reason: 'why',
    };
    events.push(chainEvent(last ? linkOf(last) : null, draft, 1_000 + i, sha256));
  }
  return events;
}

/** A log that gives at most three events at a time. */
function logOf(chains: Readonly<Record<string, readonly LearningEvent[]>>): EventReader {
  const pageOf = async (events: readonly LearningEvent[], limit: number, cursor = '0') => {
    const [from, to] = [Number(cursor), Number(cursor) + Math.min(3, limit)];
    return { items: events.slice(from, to), cursor: to < events.length ? String(to) : null };
  };
  return {
    bySubject: (subject, { limit, cursor }) => pageOf(chains[subject] ?? [], limit, cursor),
    byDay: (_day, { limit, cursor }) => {
      const all = Object.values(chains).flat();
      return pageOf(
        all.toSorted((a, b) => b.at - a.at),
        limit,
        cursor,
      );
    },
  };
}

const verify = (events: readonly LearningEvent[], subject = ada) =>
  verifySubject(subject, { events: logOf({ [subject]: events }), hash: sha256 });

describe('the verification of a subject', () => {
  it.each([1, 3, 4, 10])('gives the head and the number of %i events', async (length) => {
    const events = chainOf(ada, length);
    const { sequence, hash } = events.at(-1) as LearningEvent;
    expect(await verify(events)).toEqual({
      subject: ada,
      events: length,
      head: { sequence, hash },
      holds: true,
      fault: null,
    });
  });

  it('of which nothing is known finds no events', async () => {
    expect(await verify([])).toEqual({ subject: ada, events: 0, head: null, holds: true, fault: null });
  });

  it.each([1, 2, 3, 4, 5, 7])(
    'names event %i if it was changed, and counts all of them',
    async (position) => {
      const events = chainOf(ada, 7);
      const changed = { ...(events[position - 1] as LearningEvent), reason: 'because' };
      expect(await verify(events.with(position - 1, changed))).toMatchObject({
        events: 7,
        holds: false,
        fault: { position, reason: 'hash' },
      });
    },
  );

  it.each([1, 3, 4])('notices where one is missing: event %i', async (position) => {
    expect(await verify(chainOf(ada, 7).toSpliced(position - 1, 1))).toMatchObject({
      holds: false,
      fault: { position, reason: 'sequence' },
    });
  });

  it("refuses another subject's events, also from a page on", async () => {
    expect((await verify(chainOf(bob, 2))).fault).toEqual({ position: 1, reason: 'other-subject' });
    const mixed = [...chainOf(ada, 3), ...chainOf(bob, 4).slice(3)];
    expect(await verify(mixed)).toMatchObject({ holds: false, fault: { position: 4 } });
  });
});

it('the verification of a day gives each subject of a page of its events, with its whole chain', async () => {
  const [adas, bobs] = [chainOf(ada, 5), chainOf(bob, 2)];
  const needs = { events: logOf({ [ada]: adas, [bob]: bobs }), hash: sha256 };
  const first = await verifyDay('2026-06-01', { limit: 2 }, needs);
  expect(first.items).toMatchObject([{ subject: ada, events: 5, holds: true }]);
  const rest = await verifyDay('2026-06-01', { limit: 100, cursor: '3' }, needs);
  expect(rest.items.map(({ subject, events }) => [subject, events])).toEqual([
    [ada, 5],
    [bob, 2],
  ]);
});
