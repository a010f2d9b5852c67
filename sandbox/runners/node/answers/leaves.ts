import type { Encoded } from '../encoded.ts';

/** A value with each text, number and boolean in it replaced; names of properties stay. */
export function mapLeaves(value: Encoded, change: (leaf: Encoded) => Encoded): Encoded {
  const inside = (held: Encoded): Encoded => mapLeaves(held, change);
  const inProperty = ([key, held]: readonly [string, Encoded]) => [key, inside(held)] as const;
  if (typeof value !== 'object') return change(value);
  if (value === null) return null;
  switch (value.$) {
    case 'number':
    case 'bigint':
      return change(value);
    case 'array':
      return {
        ...value,
        items: value.items.map(inside),
        ...(value.properties && { properties: value.properties.map(inProperty) }),
      };
    case 'set':
      return { ...value, items: value.items.map(inside) };
    case 'map':
      return { ...value, entries: value.entries.map(([key, held]) => [inside(key), inside(held)] as const) };
    case 'object':
      return { ...value, properties: value.properties.map(inProperty) };
    case 'error': {
      const message = change(value.message);
      return {
        ...value,
        message: typeof message === 'string' ? message : value.message,
        properties: value.properties.map(inProperty),
      };
    }
    case 'date':
      return { ...value, time: inside(value.time) };
    default:
      return value;
  }
}

/** The texts, numbers and booleans in a value, in their order. */
export function leavesOf(value: Encoded): readonly Encoded[] {
  const leaves: Encoded[] = [];
  mapLeaves(value, (leaf) => {
    leaves.push(leaf);
    return leaf;
  });
  return leaves;
}

/** What is left of a value without its texts, numbers and booleans: kinds, names and lengths. */
export const shapeOf = (value: Encoded): string =>
  JSON.stringify(mapLeaves(value, (leaf) => (typeof leaf === 'object' ? 'number' : typeof leaf)));
