import { beforeEach, expect, it } from 'vitest';
import type { dynamoIdempotency } from '#adapters/dynamodb/idempotency.ts';

type Idempotency = ReturnType<typeof dynamoIdempotency>;

/** Seconds since 1970. */
const now = 1_780_300_000;
const minute = 60;
const day = 86_400;

/** What every memory of answered requests promises. `open` answers an empty one. */
export function behavesAsIdempotency(open: () => Promise<Idempotency>): void {
  let memory: Idempotency;
  beforeEach(async () => {
    memory = await open();
  });

  it('gives a key to the first who claims it', async () => {
    expect(await memory.claim('k', 'request', now)).toEqual({ state: 'claimed' });
    expect(await memory.claim('other', 'request', now)).toEqual({ state: 'claimed' });
  });

  it('gives a key to one alone of many who claim it at the same time', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => memory.claim('k', 'request', now)));
    const states = claims.map(({ state }) => state).toSorted();
    expect(states).toEqual(['claimed', ...Array.from({ length: 9 }, () => 'in-progress')]);
  });

  it('answers a repeated request as the first was answered', async () => {
    const response = { messageId: 'm1', preference: { mean: 0.55, alternatives: [] }, nothing: null };
    await memory.claim('k', 'request', now);
    await memory.complete('k', 'request', response, now);
    expect(await memory.claim('k', 'request', now)).toEqual({ state: 'completed', response });
  });

  it('refuses the key for another request, answered or not', async () => {
    await memory.claim('k', 'request', now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'key-reused' });
    await memory.complete('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'key-reused' });
  });

  it('lets a request be tried again once its key was given back', async () => {
    await memory.claim('k', 'request', now);
    await memory.release('k', now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'claimed' });
  });

  it('hands on the claim of a request that never came to its end', async () => {
    await memory.claim('k', 'request', now);
    expect(await memory.claim('k', 'request', now + 10)).toEqual({ state: 'in-progress' });
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'claimed' });
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'in-progress' });
  });

  it('never hands on what was answered', async () => {
    await memory.claim('k', 'request', now);
    await memory.complete('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'request', now + minute)).toMatchObject({ state: 'completed' });
  });

  it('leaves a key with whoever took it over', async () => {
    await memory.claim('k', 'request', now);
    await memory.claim('k', 'request', now + minute);
    await memory.release('k', now);
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'in-progress' });
  });

  it('forgets after a day', async () => {
    await memory.claim('k', 'request', now);
    await memory.complete('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'other', now + day - 1)).toEqual({ state: 'key-reused' });
    expect(await memory.claim('k', 'other', now + day + 1)).toEqual({ state: 'claimed' });
  });
}
