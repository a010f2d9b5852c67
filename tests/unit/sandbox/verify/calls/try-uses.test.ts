import { expect, it } from 'vitest';
import type { Encoded, RecordedUse } from '#sandbox/runners/node/encoded.ts';
import type { CallRunner } from '#sandbox/verify/calls/call-runner.ts';
import type { Tried } from '#sandbox/verify/calls/tried.ts';
import { tryUses } from '#sandbox/verify/calls/try-uses.ts';

const tried = (origin: Tried['origin'], ...args: readonly Encoded[]): Tried => ({
  use: { target: 'src/days.js#daysBetween', self: { $: 'undefined' }, args } as unknown as RecordedUse,
  origin,
  factor: 1,
});

/** The arguments of the uses in the order in which a runner gets them. */
async function orderOf(uses: readonly Tried[]): Promise<readonly unknown[]> {
  let order: readonly unknown[] = [];
  const runner: CallRunner = {
    execute: async (side, made) => {
      if (side === 'base' && made.length > 0)
        order = made.map((use) => (use as never as { args: unknown }).args);
      return [];
    },
    countBlocks: async () => ({}) as never,
  };
  await tryUses(runner, uses, 1_000, () => false);
  return order;
}

it('makes small uses first, and those whose numbers are far larger than captured ones last', async () => {
  const infinite: Encoded = { $: 'number', text: 'Infinity' };
  const uses = [
    tried('generated', 0, 9e15),
    tried('generated', infinite),
    tried('captured', 0, 30),
    tried('generated', 'a text that is longer'),
    tried('generated', 0, 3_000),
    tried('unusual', 7),
  ];
  expect(await orderOf(uses)).toEqual([
    [7],
    [0, 30],
    [0, 3_000],
    ['a text that is longer'],
    [0, 9e15],
    [infinite],
  ]);
});
