import { expect, test } from 'vitest';
import type { Encoded, RecordedCall } from '#sandbox/runners/node/encoded.ts';
import type { Literals } from '#sandbox/verify/calls/vary/literals.ts';
import { varyCalls } from '#sandbox/verify/calls/vary/vary-calls.ts';

const object = (fields: Record<string, Encoded>): Encoded => ({
  $: 'object',
  properties: Object.entries(fields),
});
const list = (...items: readonly Encoded[]): Encoded => ({ $: 'array', items });
const call = (...args: readonly Encoded[]): RecordedCall => ({
  kind: 'call',
  target: 'src/a.js#a',
  self: { $: 'undefined' },
  args,
  answers: {},
});
const within = (calls: readonly RecordedCall[], literals: Partial<Literals> = {}): readonly string[] =>
  varyCalls(calls, { numbers: [], texts: [], names: new Set(), ...literals }, 800, 1)
    .filter(({ isWithinObserved }) => isWithinObserved)
    .map(({ use }) => JSON.stringify(use.args));

test('a date lies exactly as far from one beside it as the code names a number', () => {
  const due = (date: string) => object({ due: date });
  const made = within([call(list(due('2026-01-01'), due('2026-02-01')), '2026-06-30')], { numbers: [30] });
  expect(made.some((args) => args.includes('"2026-05-31"') && args.includes('"2026-06-30"'))).toBe(true);
});

test('a number meets another one of its call', () => {
  const made = within([call(3, 40), call(90, 100)]);
  expect(made).toEqual(expect.arrayContaining(['[40,40]', '[41,40]', '[39,40]']));
});

test('a number and its text are two names only where callers give numbers for names', () => {
  const visits = (...users: readonly Encoded[]) => call(list(...users.map((user) => object({ user }))));
  const both = (args: string) => args.includes('"user",7]') && args.includes('"user","7"]');
  expect(within([visits('ada', 'ada', 'bo'), visits(1)]).some(both)).toBe(true);
  expect(within([visits('ada', 'ada', 'bo')]).some(both)).toBe(false);
});

test('a folder in a folder lies many levels deep', () => {
  const folder = (...folders: readonly Encoded[]) => object({ name: 'docs', folders: list(...folders) });
  const levels = within([call(folder(folder()))]).map((args) => args.split('[{"$"').length);
  expect(Math.max(...levels)).toBeGreaterThan(60);
});

const customer = (id: string, name: string, active: boolean) => object({ id, name, active });
const product = (sku: string, price: Encoded) => object({ sku, price });

test('two items have one property in common, and no other, whichever of them comes first', () => {
  const made = within([call(list(customer('c1', 'Ada', true), customer('c2', 'Bo', false)))]);
  const [twin] = made.filter((args) =>
    args.includes(JSON.stringify([customer('c1', 'Bo', false), customer('c1', 'Ada', true)]).slice(1, -1)),
  );
  expect(twin).toBeDefined();
});

test('two numbers are less than one apart, the larger one first', () => {
  const apart = (calls: readonly RecordedCall[]) =>
    within(calls).filter((args) =>
      args.includes(JSON.stringify([product('pen', 30.5), product('pen', 30)]).slice(1, -1)),
    );
  expect(apart([call(list(product('pen', 30), product('ink', 2.5)))])).not.toEqual([]);
  // Where callers give whole numbers, it is unusual.
  expect(apart([call(list(product('pen', 30), product('ink', 2)))])).toEqual([]);
});

test('a word of a text is replaced by a name that a plain object has, wherever it stands', () => {
  const made = within([call(list(object({ title: 'The Machine', text: 'a machine in state' })), 'machine')]);
  const everywhere = made.filter(
    (args) =>
      args.includes('The constructor') &&
      args.includes('a constructor in') &&
      args.endsWith('"constructor"]'),
  );
  expect(everywhere).toHaveLength(1);
});

test('a list of a length that the code names ends with another item', () => {
  const rows = within([call(list(product('pen', 30), product('ink', 2)))], { numbers: [50] });
  const long = rows.filter((args) => args.split('"sku"').length === 52);
  const lasts = long.map((args) => args.slice(args.lastIndexOf('"sku"')));
  expect(new Set(lasts).size).toBeGreaterThan(2);
});

test('some calls have two changes at once', () => {
  const [a, b] = ['one two', 'three'];
  const made = within([call(a, b), call('four', 'five six')]);
  const both = made.filter((args) => {
    const [first, second] = JSON.parse(args) as [Encoded, Encoded];
    return ![a, 'four'].includes(first as string) && ![b, 'five six'].includes(second as string);
  });
  expect(both.length).toBeGreaterThan(20);
});
