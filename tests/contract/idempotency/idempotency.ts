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
    expect(await memory.claim('k', 'request', now)).toEqual({ state: 'ours' });
    expect(await memory.claim('other', 'request', now)).toEqual({ state: 'ours' });
  });

  it('gives a key to one alone of many who claim it at the same time', async () => {
    const claims = await Promise.all(Array.from({ length: 10 }, () => memory.claim('k', 'request', now)));
    const states = claims.map(({ state }) => state).toSorted();
    expect(states).toEqual(['ours', ...Array.from({ length: 9 }, () => 'under-way')]);
  });

  it('answers a repeated request as the first was answered', async () => {
    const answer = { messageId: 'm1', preference: { mean: 0.55, alternatives: [] }, nothing: null };
    await memory.claim('k', 'request', now);
    await memory.answer('k', 'request', answer, now);
    expect(await memory.claim('k', 'request', now)).toEqual({ state: 'answered', answer });
  });

  it('refuses the key for another request, answered or not', async () => {
    await memory.claim('k', 'request', now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'other-request' });
    await memory.answer('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'other-request' });
  });

  it('lets a request be tried again once its key was given back', async () => {
    await memory.claim('k', 'request', now);
    await memory.forget('k', now);
    expect(await memory.claim('k', 'other', now)).toEqual({ state: 'ours' });
  });

  it('hands on the claim of a request that never came to its end', async () => {
    await memory.claim('k', 'request', now);
    expect(await memory.claim('k', 'request', now + 10)).toEqual({ state: 'under-way' });
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'ours' });
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'under-way' });
  });

  it('never hands on what was answered', async () => {
    await memory.claim('k', 'request', now);
    await memory.answer('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'request', now + minute)).toMatchObject({ state: 'answered' });
  });

  it('leaves a key with whoever took it over', async () => {
    await memory.claim('k', 'request', now);
    await memory.claim('k', 'request', now + minute);
    await memory.forget('k', now);
    expect(await memory.claim('k', 'request', now + minute)).toEqual({ state: 'under-way' });
  });

  it('forgets after a day', async () => {
    await memory.claim('k', 'request', now);
    await memory.answer('k', 'request', { done: true }, now);
    expect(await memory.claim('k', 'other', now + day - 1)).toEqual({ state: 'other-request' });
    expect(await memory.claim('k', 'other', now + day + 1)).toEqual({ state: 'ours' });
  });
}
