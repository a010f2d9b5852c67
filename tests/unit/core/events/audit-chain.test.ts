import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sha256 } from '#adapters/dynamodb/event-log.ts';
import { auditChain } from '#core/events/audit-chain.ts';
import { chainEvent, type LearningEvent, linkOf } from '#core/events/learning-event.ts';

const subject = 'improvement:7';

function chainOf(length: number): LearningEvent[] {
  const events: LearningEvent[] = [];
  for (let i = 0; i < length; i += 1) {
    const last = events.at(-1);
    const draft = {
      type: 'a.b',
      subject,
      actor: 'user:1',
      before: i,
      after: { n: [i] },
      impact: 0.5,
      reason: 'why',
    };
    events.push(chainEvent(last ? linkOf(last) : null, draft, 1_000 + i, sha256));
  }
  return events;
}

const audit = (events: readonly LearningEvent[], earlier: readonly LearningEvent[] = []) => {
  const head = earlier.at(-1);
  return auditChain(subject, events, sha256, head ? linkOf(head) : null);
};

const others: { readonly [Field in keyof LearningEvent]: LearningEvent[Field] } = {
  type: 'c.d',
  subject: 'improvement:8',
  actor: 'user:2',
  before: 'other',
  after: null,
  impact: 0.25,
  reason: 'because',
  sequence: 99,
  at: 5,
  previousHash: 'f00',
  hash: 'f00',
};

type Change = (events: LearningEvent[], at: number) => LearningEvent[];

/** Each way to tamper with one event. */
const changes: Readonly<Record<string, Change>> = {
  'an event is removed': (events, at) => events.toSpliced(at, 1),
  'an event is repeated': (events, at) => events.toSpliced(at, 0, events[at] as LearningEvent),
  'two events are exchanged': (events, at) => {
    const to = (at + 1) % events.length;
    return events.with(at, events[to] as LearningEvent).with(to, events[at] as LearningEvent);
  },
  'all events from one on are removed': (events, at) => events.slice(0, at),
  'an event is written again, with a hash that fits': (events, at) => {
    const previous = events[at - 1];
    const forged = { ...(events[at] as LearningEvent), reason: 'forged' };
    return events.with(at, chainEvent(previous ? linkOf(previous) : null, forged, forged.at, sha256));
  },
  ...Object.fromEntries(
    Object.entries(others).map(([field, value]): [string, Change] => [
      `the ${field} of an event is changed`,
      (events, at) => events.with(at, { ...(events[at] as LearningEvent), [field]: value }),
    ]),
  ),
};

const place = fc
  .integer({ min: 2, max: 8 })
  .chain((length) => fc.tuple(fc.constant(length), fc.nat(length - 1)));

describe('an audit with the head of an earlier one', () => {
  test.each(Object.entries(changes))('notices wherever %s', (_, change) => {
    fc.assert(
      fc.property(place, ([length, at]) => {
        const events = chainOf(length);
        expect(audit(change([...events], at), events).fault).not.toBeNull();
      }),
    );
  });

  test('accepts the chain as it was, and with what was added since', () => {
    const events = chainOf(6);

    for (const length of [0, 1, 6])
      expect(audit(events, events.slice(0, length))).toEqual({
        subject,
        events: 6,
        head: { sequence: 6, hash: events[5]?.hash },
        fault: null,
      });
  });

  test('says what was removed, and what was replaced', () => {
    const events = chainOf(3);

    expect(audit(events.slice(0, 2), events).fault).toEqual({ position: 3, reason: 'removed' });
    expect(audit([], events).fault).toEqual({ position: 3, reason: 'removed' });
  });
});

test('a chain of another subject is noticed', () => {
  expect(auditChain('user:1', chainOf(2), sha256, null).fault).toEqual({
    position: 1,
    reason: 'other-subject',
  });
});
