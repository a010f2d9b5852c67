import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';
import type { ObservedInputs } from './observed-values.ts';

/** The values with each text marked by its copy; the first copy, and names of options, stay as they are. */
export function relabeled(
  values: readonly Encoded[],
  copy: number,
  observed: ObservedInputs,
): readonly Encoded[] {
  if (copy === 0) return values;
  const relabel = (value: Encoded, place: string): Encoded => {
    if (typeof value === 'string') return observed.at(place)?.areOptions ? value : `${value}~${copy}`;
    if (!isTagged(value)) return value;
    switch (value.$) {
      case 'array':
      case 'set':
        return {
          ...value,
          ...renumbered(value, copy),
          items: value.items.map((item) => relabel(item, `${place}.[]`)),
        };
      case 'map':
        return {
          ...value,
          ...renumbered(value, copy),
          entries: value.entries.map(
            ([key, held]) => [relabel(key, `${place}.{key}`), relabel(held, `${place}.{value}`)] as const,
          ),
        };
      case 'object':
        return {
          ...value,
          ...renumbered(value, copy),
          properties: value.properties.map(([key, held]) => [key, relabel(held, `${place}.${key}`)] as const),
        };
      case 'ref':
        return { ...value, id: value.id + copy * 1_000_000 };
      default:
        return value;
    }
  };
  return values.map((value, i) => relabel(value, String(i)));
}

/** A copy refers to its own objects. */
const renumbered = ({ id }: { readonly id?: number }, copy: number): { readonly id?: number } =>
  id === undefined ? {} : { id: id + copy * 1_000_000 };
