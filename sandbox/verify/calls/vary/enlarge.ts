import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import { deepest, type ListPlace, lengthOf, listAt, withList } from './list-places.ts';
import type { ObservedInputs } from './observed-values.ts';
import { relabeled } from './relabel.ts';

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
