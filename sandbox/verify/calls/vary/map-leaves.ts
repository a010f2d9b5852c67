import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';

/**
 * A value with another one in the place of each that holds no others. Names of properties stay as they are.
 *
 * @param place where the value stands, as `ObservedInputs` names it; `replace` gets the places of the leaves.
 * @param renumber the number of an object that is met again, and of the references to it.
 */
export function mapLeaves(
  value: Encoded,
  place: string,
  replace: (leaf: Encoded, place: string) => Encoded,
  renumber: (id: number) => number = (id) => id,
): Encoded {
  if (!isTagged(value)) return replace(value, place);
  const inside = (held: Encoded, step: string): Encoded =>
    mapLeaves(held, `${place}.${step}`, replace, renumber);
  const own = 'id' in value && value.id !== undefined ? { id: renumber(value.id) } : {};
  switch (value.$) {
    case 'array':
    case 'set':
      return { ...value, ...own, items: value.items.map((item) => inside(item, '[]')) };
    case 'map': {
      const entries = value.entries.map(
        ([key, held]) => [inside(key, '{key}'), inside(held, '{value}')] as const,
      );
      return { ...value, ...own, entries };
    }
    case 'object': {
      const properties = value.properties.map(([key, held]) => [key, inside(held, key)] as const);
      return { ...value, ...own, properties };
    }
    case 'ref':
      return { ...value, id: renumber(value.id) };
    default:
      return replace(value, place);
  }
}
