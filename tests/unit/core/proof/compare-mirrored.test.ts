import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import { compareMirrored } from '#core/proof/compare-mirrored.ts';
import type { Outcome } from '#core/proof/compare-responses.ts';

const json = (value: unknown, headers: Readonly<Record<string, readonly string[]>> = {}): Outcome => ({
  status: 200,
  headers: { 'content-type': ['application/json'], ...headers },
  body: Buffer.from(JSON.stringify(value)),
});
const right = json({ total: 3 });
const wrong = json({ total: 4 });

interface Sides {
  readonly first?: Outcome;
  /** Each side's outcome by the number of the send, from 0. */
  readonly baseline?: (send: number) => Outcome;
  readonly canary?: (send: number) => Outcome;
  readonly ignore?: string[];
  readonly signal?: AbortSignal;
}

async function compare({
  first = right,
  baseline = () => right,
  canary = () => right,
  ignore = [],
  signal = new AbortController().signal,
}: Sides) {
  let sends = 0;
  let doubts = 0;
  const result = await compareMirrored({
    first,
    send: async () => {
      sends += 1;
      return { baseline: baseline(sends - 1), canary: canary(sends - 1) };
    },
    ignore,
    onDoubt: () => {
      doubts += 1;
    },
    signal,
  });
  return { ...result, sends, doubts };
}

describe('a mirrored request', () => {
  it('is compared without the headers that the baseline does not repeat', async () => {
    const traced = (send: number, total = 3) => json({ total }, { 'x-trace': [`trace ${send}`] });
    expect(
      await compare({ first: traced(-1), baseline: (send) => traced(send), canary: (send) => traced(send) }),
    ).toMatchObject({
      kind: 'identical',
    });
    expect(
      await compare({
        first: traced(-1),
        baseline: (send) => traced(send),
        canary: (send) => traced(send, 4),
      }),
    ).toMatchObject({ kind: 'different', difference: 'body.total was 3 and is 4' });
  });

  it('is sent once if both responses are identical', async () => {
    expect(await compare({})).toEqual({ kind: 'identical', sends: 1, doubts: 0 });
  });

  it('shows a difference once that was confirmed seven times', async () => {
    expect(await compare({ canary: () => wrong })).toEqual({
      kind: 'different',
      difference: 'body.total was 3 and is 4',
      sends: 8,
      doubts: 1,
    });
  });

  it('shows a version that is wrong every other time', async () => {
    const result = await compare({ canary: (send) => (send % 2 === 0 ? wrong : right) });
    expect(result).toMatchObject({ kind: 'different', sends: 21 });
  });

  it('shows a version that gives no response any more', async () => {
    const result = await compare({ canary: () => 'it did not respond within 5 s' });
    expect(result).toMatchObject({ difference: 'no response any more: it did not respond within 5 s' });
  });

  it('blames no version for a difference that does not come back', async () => {
    const result = await compare({ canary: (send) => (send === 0 ? wrong : right) });
    expect(result).toMatchObject({ kind: 'unconfirmed', sends: 24 });
  });

  it.each([
    ['at once', { first: wrong, canary: () => wrong }],
    [
      'while a difference is confirmed',
      { canary: () => wrong, baseline: (send) => (send < 3 ? right : wrong) },
    ],
    ['because it gives no response', { first: 'it did not end', canary: () => wrong }],
  ] satisfies [string, Sides][])(
    'is set aside if the baseline does not repeat itself: %s',
    async (_, sides) => {
      expect(await compare(sides)).toMatchObject({ kind: 'unstable' });
    },
  );

  it('may differ in the properties that the manifest ignores', async () => {
    expect(await compare({ canary: () => wrong, ignore: ['total'] })).toMatchObject({ kind: 'identical' });
  });

  it('is not sent again once mirroring has ended', async () => {
    const ending = new AbortController();
    const canary = () => {
      ending.abort();
      return wrong;
    };
    expect(await compare({ canary, signal: ending.signal })).toMatchObject({ kind: 'unconfirmed', sends: 1 });
  });
});

describe('a service whose responses are random', () => {
  it.each([0.5, 0.2, 0.05])('is not blamed for it: with odd responses at a rate of %d', async (rate) => {
    const random = seededRandom(7);
    const toss = () => (random() < rate ? wrong : right);
    for (let request = 0; request < 3_000; request += 1) {
      const result = await compare({ first: toss(), baseline: toss, canary: toss });
      expect(result.kind).not.toBe('different');
    }
  });
});
