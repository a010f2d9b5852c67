import type { Encoded, RecordedCall, RecordedHistory, RecordedUse } from '../../runners/node/encoded.ts';
import { isTagged } from './compare.ts';

const mostSmaller = 60;

/** Uses that are smaller than one by a step or a half, the smallest first. */
export const smallerUses = (use: RecordedUse): readonly RecordedUse[] =>
  use.kind === 'call' ? smallerCalls(use) : smallerHistories(use);

const smallerHistories = (history: RecordedHistory): readonly RecordedHistory[] =>
  [...shorterLists(history.calls)].map((calls) => ({ ...history, calls }));

function smallerCalls(call: RecordedCall): readonly RecordedCall[] {
  const made: RecordedCall[] = [];
  const largest = sizeOf(call);
  for (const [i, arg] of call.args.entries())
    for (const value of smallerValues(arg, 0)) made.push({ ...call, args: call.args.with(i, value) });
  return made
    .map((smaller) => ({ smaller, size: sizeOf(smaller) }))
    .filter(({ size }) => size < largest)
    .toSorted((a, b) => a.size - b.size)
    .slice(0, mostSmaller)
    .map(({ smaller }) => smaller);
}

const sizeOf = ({ args }: RecordedCall): number => JSON.stringify(args).length;

function* smallerValues(value: Encoded, depth: number): Generator<Encoded> {
  if (typeof value === 'string') {
    if (value.length > 1) yield value.slice(0, Math.ceil(value.length / 2));
    return;
  }
  if (typeof value === 'number') {
    if (Math.abs(value) > 1) yield Math.trunc(value / 2);
    return;
  }
  if (!isTagged(value) || depth > 4) return;
  switch (value.$) {
    case 'array':
    case 'set':
      for (const items of shorterLists(value.items)) yield { ...value, items };
      for (const [i, item] of value.items.slice(0, 6).entries())
        for (const smaller of smallerValues(item, depth + 1))
          yield { ...value, items: value.items.with(i, smaller) };
      return;
    case 'map':
      for (const entries of shorterLists(value.entries)) yield { ...value, entries };
      for (const [i, [key, held]] of value.entries.slice(0, 6).entries())
        for (const smaller of smallerValues(held, depth + 1))
          yield { ...value, entries: value.entries.with(i, [key, smaller]) };
      return;
    case 'object':
      for (const [i, [key, held]] of value.properties.entries())
        for (const smaller of smallerValues(held, depth + 1))
          yield { ...value, properties: value.properties.with(i, [key, smaller]) };
      return;
    default:
  }
}

function* shorterLists<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  const { length } = items;
  if (length === 0) return;
  if (length > 3) {
    yield items.slice(0, Math.ceil(length / 2));
    yield items.slice(Math.floor(length / 2));
    yield items.filter((_, i) => i % 2 === 0);
  }
  for (let i = 0; i < Math.min(length, 12); i += 1) yield items.toSpliced(i, 1);
}
