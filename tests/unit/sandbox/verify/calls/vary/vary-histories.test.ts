import { describe, expect, test } from 'vitest';
import type { Encoded, HistoryCall, RecordedHistory } from '#sandbox/runners/node/encoded.ts';
import { varyHistories } from '#sandbox/verify/calls/vary/vary-histories.ts';

const allow = (key: string, now: number): HistoryCall => ({ method: 'allow', args: [key, now] });
const life = (object: string, args: readonly Encoded[], calls: readonly HistoryCall[]): RecordedHistory => ({
  kind: 'history',
  object,
  target: 'src/limiter.js#Limiter',
  args,
  calls,
});
const captured = [
  life('1', [2, 1_000], [allow('ada', 0), allow('ada', 10), allow('bo', 20), allow('ada', 500)]),
  life('2', [1, 1_000], [allow('ada', 0), allow('bo', 1_500), { method: 'reset', args: ['ada'] }]),
];
const vary = (histories: readonly RecordedHistory[]) =>
  varyHistories(histories, { numbers: [], texts: [], names: new Set() }, 400, 1);
const made = vary(captured);
const within = made.filter(({ isWithinObserved }) => isWithinObserved).map(({ use }) => use);

/** Whether a call of a history follows another one of the same key after so much time. */
const isAfter =
  (time: number) =>
  ({ calls }: RecordedHistory): boolean =>
    calls.some(({ args: [key, now] }, i) =>
      calls.slice(0, i).some(({ args }) => args[0] === key && Number(args[1]) + time === now),
    );

describe('made-up lives of the kind that callers lead', () => {
  test.each([999, 1_000, 1_001])('have calls %i ms after another one, the window being 1,000 ms', (time) => {
    expect(within.filter(isAfter(time)).length).toBeGreaterThan(3);
  });

  test('have times that go back', () => {
    expect(within.some(isAfter(-500))).toBe(true);
  });

  test('have two objects whose calls alternate', () => {
    const both = within.filter(({ calls }) => calls.some(({ ofAnother }) => ofAnother));
    expect(both.length).toBeGreaterThan(10);
  });

  test('have names that a plain object has already, the same one more than once', () => {
    const twice = within.filter(
      ({ calls }) => calls.filter(({ args }) => args[0] === 'constructor').length > 1,
    );
    expect(twice.length).toBeGreaterThan(3);
  });

  test('have hundreds of calls', () => {
    expect(Math.max(...within.map(({ calls }) => calls.length))).toBeGreaterThan(200);
  });

  test('are the same for the same seed', () => {
    expect(vary(captured)).toEqual(made);
  });
});

test('numbers and texts of numbers in the place of names are unusual', () => {
  const mixed = made.filter(({ use }) => JSON.stringify(use.calls).includes('[7,'));
  expect(mixed.length).toBeGreaterThan(0);
  expect(mixed.every(({ isWithinObserved }) => !isWithinObserved)).toBe(true);
});

test('an object that nobody asked anything is only made otherwise', () => {
  const lives = vary([life('1', [3], [])]);
  expect(lives.every(({ use }) => use.calls.length === 0)).toBe(true);
});

test('an object that was made with two items of one name is asked for that name', () => {
  const item = (sku: string, count: number): Encoded => ({
    $: 'object',
    properties: [
      ['sku', sku],
      ['count', count],
    ],
  });
  const items: Encoded = { $: 'array', items: [item('pen', 10), item('desk', 2)] };
  const ask = (sku: string): HistoryCall => ({ method: 'available', args: [sku] });
  const lives = vary([life('1', [items], [ask('pen'), ask('desk')])]);
  const asked = lives.filter(
    ({ use, isWithinObserved }) =>
      isWithinObserved &&
      JSON.stringify(use.args).split('"pen"').length > 2 &&
      use.calls.some(({ args: [sku] }) => sku === 'pen'),
  );
  expect(asked.length).toBeGreaterThan(5);
});

test('an object that was made as nobody was seen to make it leads a life, too, which is unusual', () => {
  const unusual = made.filter(
    ({ use: { args, calls } }) => calls.length > 2 && args.some((arg) => typeof arg !== 'number'),
  );
  expect(unusual.length).toBeGreaterThan(0);
  expect(unusual.every(({ isWithinObserved }) => !isWithinObserved)).toBe(true);
});
