import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalJson, type Json } from '#core/events/canonical-json.ts';
import {
  chainEvent,
  type LearningEvent,
  type LearningEventDraft,
  linkOf,
} from '#core/events/learning-event.ts';
import { verifyChain } from '#core/events/verify-chain.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const json = fc.jsonValue().map((value) => value as Json);
const draft = fc.record<LearningEventDraft>({
  type: fc.constantFrom('preference.changed', 'improvement.applied'),
  subject: fc.constant('user:1'),
  actor: fc.string(),
  before: json,
  after: json,
  impact: fc.double({ min: 0, max: 1, noNaN: true }),
  reason: fc.string(),
});
const chainOf = (drafts: readonly LearningEventDraft[]) => {
  const events: LearningEvent[] = [];
  for (const next of drafts) {
    const last = events.at(-1);
    events.push(chainEvent(last ? linkOf(last) : null, next, 1_000 + events.length, sha256));
  }
  return events;
};
const chains = fc.array(draft, { minLength: 2, maxLength: 6 }).map(chainOf);

test('canonical JSON is valid JSON and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});

test('a chain of any events is intact, from its start or from any link', () => {
  fc.assert(
    fc.property(chains, (events) => {
      expect(verifyChain(events, sha256)).toBeNull();
      const [first, ...rest] = events;
      expect(first && verifyChain(rest, sha256, linkOf(first))).toBeNull();
    }),
  );
});

test('a chain is still intact after a store returned its events with keys in another order', () => {
  fc.assert(
    fc.property(chains, (events) => {
      const returned = JSON.parse(
        JSON.stringify(events.map((event) => Object.fromEntries(Object.entries(event).reverse()))),
      );
      expect(verifyChain(returned, sha256)).toBeNull();
    }),
  );
});

test('a change to any field of any event is found at that event', () => {
  const field = fc.constantFrom(
    'type',
    'actor',
    'before',
    'after',
    'impact',
    'reason',
    'at',
    'hash',
    'previousHash',
  );
  fc.assert(
    fc.property(chains, fc.nat(), field, (events, nth, name) => {
      const index = nth % events.length;
      const forged = events.map((event, i) => (i === index ? { ...event, [name]: 'forged' } : event));
      expect(verifyChain(forged as LearningEvent[], sha256)?.index).toBe(index);
    }),
  );
});

test('a missing event, a removed event and an event of another subject are found', () => {
  fc.assert(
    fc.property(fc.array(draft, { minLength: 3, maxLength: 5 }).map(chainOf), (events) => {
      expect(verifyChain(events.slice(1), sha256)).toEqual({ index: 0, reason: 'sequence' });
      expect(verifyChain(events.toSpliced(1, 1), sha256)).toEqual({ index: 1, reason: 'sequence' });
      const mixed = events.map((event, i) => (i === 2 ? { ...event, subject: 'user:2' } : event));
      expect(verifyChain(mixed, sha256)).toEqual({ index: 2, reason: 'other-subject' });
    }),
  );
});

test('an event that was rewritten with a matching hash breaks the link of the next event', () => {
  fc.assert(
    fc.property(chains, (events) => {
      const [first, ...rest] = events;
      if (!first) throw new Error('the chain has no events');
      const rewritten = chainEvent(null, { ...first, reason: `${first.reason}!` }, first.at, sha256);
      expect(verifyChain([rewritten, ...rest], sha256)).toEqual({ index: 1, reason: 'previous-hash' });
    }),
  );
});
