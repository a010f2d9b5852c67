import { shuffled } from '#core/numbers/shuffled.ts';
import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';

/** Other lists of the same items: none, one, fewer, in other orders; with `mayRepeat` also more than once. */
export function otherLists<Item>(
  items: readonly Item[],
  random: () => number,
  mayRepeat: boolean,
): (readonly Item[])[] {
  const [first] = items;
  if (first === undefined) return [];
  const made = [[], [first], items.toReversed(), items.slice(0, -1), shuffled(items, random)];
  return mayRepeat ? [...made, [...items, ...items], [...items, first], [first, first]] : made;
}

/** The first object twice: one object that is met again, which is not the same as two equal ones. */
export function withTheSameObject(items: readonly Encoded[]): readonly Encoded[] | null {
  const [first] = items;
  if (!isTagged(first ?? null) || !isShareable(first as Encoded)) return null;
  const id = 999_999_999;
  return [{ ...(first as object), id } as Encoded, ...items.slice(1), { $: 'ref', id }];
}

const isShareable = (value: Encoded): boolean =>
  isTagged(value) && (value.$ === 'object' || value.$ === 'array') && value.id === undefined;

/** The same list with one property the same in every item: what sorts by it has to keep their order. */
export function* withTies(items: readonly Encoded[]): Generator<readonly Encoded[]> {
  const [first] = items;
  if (first === undefined || items.length < 2) return;
  if (!isTagged(first) || first.$ !== 'object') return;
  for (const [key, held] of first.properties)
    yield items.map((item) =>
      isTagged(item) && item.$ === 'object'
        ? {
            ...item,
            properties: item.properties.map(([name, own]) => [name, name === key ? held : own] as const),
          }
        : item,
    );
}

/**
 * The list with a second item that differs from the first in one property, or that has only one in common with it: which of
 * two with one key counts?
 */
export function* withTwins(items: readonly Encoded[], random: () => number): Generator<readonly Encoded[]> {
  const [first] = items;
  if (first === undefined || !isTagged(first) || first.$ !== 'object') return;
  const others = first.properties.map(
    ([key, held]) => [key, otherOf(held, key, items, random) ?? held] as const,
  );
  for (const [i, [key, held]] of first.properties.entries()) {
    const [, other = held] = others[i] ?? [];
    if (other === held) continue;
    const twin = { ...first, properties: first.properties.with(i, [key, other]) };
    yield [...items, twin];
    yield [first, twin];
    yield [twin, first];
    yield [{ ...first, properties: others.with(i, [key, held]) }, ...items];
  }
}

/** The list with a second item before the first, larger than it in one number by less than one: which of the two comes first? */
export function* withCloseNumbers(
  items: readonly Encoded[],
): Generator<readonly [string, readonly Encoded[]]> {
  const [first] = items;
  if (first === undefined || !isTagged(first) || first.$ !== 'object') return;
  for (const [i, [key, held]] of first.properties.entries())
    if (typeof held === 'number')
      yield [key, [{ ...first, properties: first.properties.with(i, [key, held + 0.5]) }, ...items]];
}

function otherOf(
  held: Encoded,
  key: string,
  items: readonly Encoded[],
  random: () => number,
): Encoded | null {
  if (typeof held === 'boolean') return !held;
  const others = items.flatMap((item) =>
    isTagged(item) && item.$ === 'object' ? item.properties.filter(([name]) => name === key) : [],
  );
  const different = others
    .map(([, value]) => value)
    .filter((value) => JSON.stringify(value) !== JSON.stringify(held));
  if (different.length > 0) return different[Math.floor(random() * different.length)] ?? null;
  if (typeof held === 'number') return held + 1;
  return typeof held === 'string' ? `${held}x` : null;
}

/** The first, the last, and one between. */
export const somePositions = (length: number, random: () => number): readonly number[] =>
  length === 0 ? [] : [...new Set([0, length - 1, Math.floor(random() * length)])];
