import { beforeEach, expect, it } from 'vitest';
import type { dynamoIdempotency } from '#adapters/dynamodb/idempotency.ts';

type Idempotency = ReturnType<typeof dynamoIdempotency>;

/** Seconds since 1970. */
const now = 1_780_300_000;
const minute = 60;
const day = 86_400;

/** What every idempotency store guarantees. `open` returns an empty store. */
export function behavesAsIdempotency(open: () => Promise<Idempotency>): void {
  let store: Idempotency;
  beforeEach(async () => {
    store = await open();
  });

  it('gives a key to the first claim', async () => {
    expect(await store.claim('k', 'request', now)).toEqual({ state: 'claimed' });
    expect(await store.claim('other', 'request', now)).toEqual({ state: 'claimed' });
  });

  it('gives a key to exactly one of many concurrent claims', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => store.claim('k', 'request', now)));
    const states = claims.map(({ state }) => state).toSorted();
    expect(states).toEqual(['claimed', ...Array.from({ length: 9 }, () => 'in-progress')]);
  });

  it('returns the stored response for a repeated request', async () => {
    const response = { messageId: 'm1', preference: { mean: 0.55, alternatives: [] }, nothing: null };
    await store.claim('k', 'request', now);
    await store.complete('k', 'request', response, now);
    expect(await store.claim('k', 'request', now)).toEqual({ state: 'completed', response });
  });

  it('rejects the key for a different request, whether the first is completed or not', async () => {
    await store.claim('k', 'request', now);
    expect(await store.claim('k', 'other', now)).toEqual({ state: 'key-reused' });
    await store.complete('k', 'request', { done: true }, now);
    expect(await store.claim('k', 'other', now)).toEqual({ state: 'key-reused' });
  });

  it('allows a new claim after a key was released', async () => {
    await store.claim('k', 'request', now);
    await store.release('k', now);
    expect(await store.claim('k', 'other', now)).toEqual({ state: 'claimed' });
  });

  it('lets a repetition take over the claim of a request that never completed', async () => {
    await store.claim('k', 'request', now);
    expect(await store.claim('k', 'request', now + 10)).toEqual({ state: 'in-progress' });
    expect(await store.claim('k', 'request', now + minute)).toEqual({ state: 'claimed' });
    expect(await store.claim('k', 'request', now + minute)).toEqual({ state: 'in-progress' });
  });

  it('never lets a claim take over a completed request', async () => {
    await store.claim('k', 'request', now);
    await store.complete('k', 'request', { done: true }, now);
    expect(await store.claim('k', 'request', now + minute)).toMatchObject({ state: 'completed' });
  });

  it('does not release a claim that another process took over', async () => {
    await store.claim('k', 'request', now);
    await store.claim('k', 'request', now + minute);
    await store.release('k', now);
    expect(await store.claim('k', 'request', now + minute)).toEqual({ state: 'in-progress' });
  });

  it('forgets a key after a day', async () => {
    await store.claim('k', 'request', now);
    await store.complete('k', 'request', { done: true }, now);
    expect(await store.claim('k', 'other', now + day - 1)).toEqual({ state: 'key-reused' });
    expect(await store.claim('k', 'other', now + day + 1)).toEqual({ state: 'claimed' });
  });
}
