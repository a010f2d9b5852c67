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

test('canonical JSON is JSON, and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(json, (value) => {
      expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
  expect(canonicalJson({ b: [1, { d: null, c: 'x' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"x","d":null}]}',
  );
});

test('a chain of any events holds, whole or continued', () => {
  fc.assert(
    fc.property(chains, (events) => {
      expect(verifyChain(events, sha256)).toBeNull();
      const [first, ...rest] = events;
      expect(first && verifyChain(rest, sha256, linkOf(first))).toBeNull();
    }),
  );
});

test('a chain still holds after a store gave its events back with keys in another order', () => {
  fc.assert(
    fc.property(chains, (events) => {
      const returned = JSON.parse(
        JSON.stringify(events.map((e) => Object.fromEntries(Object.entries(e).reverse()))),
      );
      expect(verifyChain(returned, sha256)).toBeNull();
    }),
  );
});

test('every change of any event is found at that event', () => {
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

test('a missing event, a swap and a stranger are found', () => {
  fc.assert(
    fc.property(fc.array(draft, { minLength: 3, maxLength: 5 }).map(chainOf), (events) => {
      expect(verifyChain(events.slice(1), sha256)).toEqual({ index: 0, reason: 'sequence' });
      expect(verifyChain(events.toSpliced(1, 1), sha256)).toEqual({ index: 1, reason: 'sequence' });
      const stranger = events.map((event, i) => (i === 2 ? { ...event, subject: 'user:2' } : event));
      expect(verifyChain(stranger, sha256)).toEqual({ index: 2, reason: 'other-subject' });
    }),
  );
});

test('an event written anew with a fitting hash of its own breaks the link of the next', () => {
  fc.assert(
    fc.property(chains, (events) => {
      const [first, ...rest] = events;
      if (!first) throw new Error('a chain has events');
      const rewritten = chainEvent(null, { ...first, reason: `${first.reason}!` }, first.at, sha256);
      expect(verifyChain([rewritten, ...rest], sha256)).toEqual({ index: 1, reason: 'previous-hash' });
    }),
  );
});
