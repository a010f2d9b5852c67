import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';

/** How far below an argument lists are looked for: `{ order: { lines: [...] } }`. */
export const deepest = 2;

/** Where a list stands: among the values, then among the properties of the objects around it. */
export type ListPlace = readonly number[];

/** The places of the lists with items. */
export const listsIn = (values: readonly Encoded[]): readonly ListPlace[] =>
  values.flatMap((value, i) => placesIn(value, [i], deepest));

function placesIn(value: Encoded, place: ListPlace, depth: number): readonly ListPlace[] {
  if (lengthOf(value) > 0) return [place];
  if (!isTagged(value) || value.$ !== 'object' || depth === 0) return [];
  return value.properties.flatMap(([, held], i) => placesIn(held, [...place, i], depth - 1));
}

export const listAt = (values: readonly Encoded[], [at = 0, ...inside]: ListPlace): Encoded =>
  inside.reduce<Encoded>(
    (value, i) => (isTagged(value) && value.$ === 'object' ? (value.properties[i]?.[1] ?? null) : null),
    values[at] ?? null,
  );

/** The values with another list at its place. */
export function withList(
  values: readonly Encoded[],
  [at = 0, ...inside]: ListPlace,
  change: (list: Encoded) => Encoded,
): readonly Encoded[] {
  return values.map((value, i) => (i === at ? changedInside(value, inside, change) : value));
}

function changedInside(
  value: Encoded,
  [at, ...inside]: ListPlace,
  change: (list: Encoded) => Encoded,
): Encoded {
  if (at === undefined) return change(value);
  if (!isTagged(value) || value.$ !== 'object') return value;
  const properties = value.properties.map(
    ([key, held], i) => [key, i === at ? changedInside(held, inside, change) : held] as const,
  );
  return { ...value, properties };
}

/** The place of the list's items as `ObservedInputs` names it. */
export function nameOfItems(values: readonly Encoded[], [at = 0, ...inside]: ListPlace): string {
  const names = inside.map((i, depth) => {
    const around = listAt(values, [at, ...inside.slice(0, depth)]);
    return isTagged(around) && around.$ === 'object' ? (around.properties[i]?.[0] ?? '') : '';
  });
  return [at, ...names, '[]'].join('.');
}

export function lengthOf(value: Encoded | undefined): number {
  if (value === undefined || !isTagged(value)) return 0;
  if (value.$ === 'array' || value.$ === 'set') return value.items.length;
  return value.$ === 'map' ? value.entries.length : 0;
}
