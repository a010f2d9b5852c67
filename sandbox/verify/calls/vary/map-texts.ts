import type { Encoded } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';

/** A value with another one in the place of each of its texts. Names of properties and messages of errors stay texts. */
export function mapTexts(
  value: Encoded,
  replace: (text: string) => Encoded,
  rename: (name: string) => string = (name) => name,
): Encoded {
  if (typeof value === 'string') return replace(value);
  if (!isTagged(value)) return value;
  const inside = (held: Encoded): Encoded => mapTexts(held, replace, rename);
  switch (value.$) {
    case 'array':
    case 'set':
    case 'iterated':
      return { ...value, items: value.items.map(inside) };
    case 'map':
      return { ...value, entries: value.entries.map(([key, held]) => [inside(key), inside(held)] as const) };
    case 'object':
      return {
        ...value,
        properties: value.properties.map(([key, held]) => [rename(key), inside(held)] as const),
      };
    case 'error':
      return { ...value, message: rename(value.message) };
    default:
      return value;
  }
}

/** A value with each of its texts and names renamed. */
export const renamed = (value: Encoded, rename: (text: string) => string): Encoded =>
  mapTexts(value, rename, rename);
