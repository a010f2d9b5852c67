import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import type { ObservedInputs } from './observed-values.ts';
import { relabeled } from './relabel.ts';

/** How far below an argument lists are looked for: `{ order: { lines: [...] } }`. */
const deepest = 2;

/**
 * Values with lists that are so many times as long. Copies in a longer list get texts of their own, the same ones for
 * the same copy everywhere in the call, so that what refers to each other still does. A number that is the length of a
 * list beside it grows with it. Where there is no list, texts grow.
 *
 * @param values `this` and the arguments.
 * @returns null where nothing can grow.
 */
export function enlarged(
  values: readonly Encoded[],
  factor: number,
  observed: ObservedInputs,
): readonly Encoded[] | null {
  const copies = Array.from({ length: factor }, (_, copy) => relabeled(values, copy, observed));
  if (values.some((value) => hasList(value, deepest)))
    return values.map((value, i) =>
      joined(
        value,
        copies.map((copy) => copy[i] ?? null),
        deepest,
      ),
    );
  const grown = values.map((value, i) =>
    typeof value === 'string' && value.length > 1 && !observed.at(String(i))?.areOptions
      ? value.repeat(factor)
      : value,
  );
  return grown.some((value, i) => value !== values[i]) ? grown : null;
}

/** The same large values, but what is no list comes from the last copy: a lookup finds what stands at the end. */
export function askedForTheLast(
  large: readonly Encoded[],
  values: readonly Encoded[],
  factor: number,
  observed: ObservedInputs,
): readonly Encoded[] {
  const last = relabeled(values, factor - 1, observed);
  return large.map((value, i) => (hasList(value, deepest) ? value : (last[i] ?? value)));
}

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

/** The values with exactly so many items in the list at the place, and about as many in the others. */
export function resized(
  values: readonly Encoded[],
  place: ListPlace,
  length: number,
  observed: ObservedInputs,
): readonly Encoded[] | null {
  const larger = enlarged(values, Math.ceil(length / lengthOf(listAt(values, place))), observed);
  return larger && withList(larger, place, (list) => shortened(list, length));
}

function hasList(value: Encoded, depth: number): boolean {
  if (!isTagged(value)) return false;
  if (lengthOf(value) > 0) return true;
  return depth > 0 && value.$ === 'object' && value.properties.some(([, held]) => hasList(held, depth - 1));
}

function lengthOf(value: Encoded | undefined): number {
  if (value === undefined || !isTagged(value)) return 0;
  if (value.$ === 'array' || value.$ === 'set') return value.items.length;
  return value.$ === 'map' ? value.entries.length : 0;
}

function shortened(value: Encoded, length: number): Encoded {
  if (!isTagged(value)) return value;
  if (value.$ === 'array' || value.$ === 'set') return { ...value, items: value.items.slice(0, length) };
  return value.$ === 'map' ? { ...value, entries: value.entries.slice(0, length) } : value;
}

function joined(value: Encoded, copies: readonly Encoded[], depth: number): Encoded {
  if (!isTagged(value)) return value;
  const tagged = copies.filter(isTagged);
  switch (value.$) {
    case 'array':
      return { ...value, items: tagged.flatMap((copy) => (copy.$ === 'array' ? copy.items : [])) };
    case 'set':
      return { ...value, items: tagged.flatMap((copy) => (copy.$ === 'set' ? copy.items : [])) };
    case 'map':
      return { ...value, entries: tagged.flatMap((copy) => (copy.$ === 'map' ? copy.entries : [])) };
    case 'object': {
      if (depth === 0) return value;
      const lengths = new Set(value.properties.map(([, held]) => lengthOf(held)).filter(Boolean));
      const properties = value.properties.map(([key, held], i) => {
        const others = tagged.map((copy) => (copy.$ === 'object' ? (copy.properties[i]?.[1] ?? null) : null));
        const grown =
          typeof held === 'number' && lengths.has(held)
            ? held * copies.length
            : joined(held, others, depth - 1);
        return [key, grown] as const;
      });
      return { ...value, properties };
    }
    default:
      return value;
  }
}
