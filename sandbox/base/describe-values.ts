import type { Encoded, EncodedObject, Tagged } from '../runners/node/encoded.ts';

/** Deeper parts of values are named by their kind only. */
const deepest = 3;
/** So many items of lists are looked at, and so many properties are named. */
const most = { items: 200, properties: 12 };

/** Whether a property's name may be told: one that the service's own code has is no data of a user. */
export type IsKnownName = (name: string) => boolean;

/**
 * What values have in common: their kinds, sizes and the names of their properties, and no value.
 * `array of 3 to 1,200: { sku: string of 8, qty: number }`
 */
export function describeValues(values: readonly Encoded[], isKnown: IsKnownName, depth = 0): string {
  const kinds = Map.groupBy(values, kindOf);
  return [...kinds].map(([kind, ofKind]) => describeKind(kind, ofKind, isKnown, depth)).join(' | ');
}

const isTagged = (value: Encoded): value is Tagged => typeof value === 'object' && value !== null;

function kindOf(value: Encoded): string {
  if (value === null) return 'null';
  if (!isTagged(value)) return typeof value;
  if (value.$ === 'object') return nameOfClass(value) ?? 'object';
  return value.$ === 'double' ? 'an object of the process' : value.$;
}

const nameOfClass = ({ type }: EncodedObject): string | undefined => type?.split('#')[1];

function describeKind(kind: string, values: readonly Encoded[], isKnown: IsKnownName, depth: number): string {
  const sizes = values.flatMap(sizeOf);
  const head = sizes.length === 0 ? kind : `${kind} of ${range(sizes)}`;
  if (depth >= deepest) return head;
  const inside = (parts: readonly Encoded[]) =>
    describeValues(parts.slice(0, most.items), isKnown, depth + 1);
  const objects = values.filter((value) => isTagged(value)).filter((value) => value.$ === 'object');
  if (objects.length > 0)
    return `${kind === 'object' ? '' : `${kind} `}${describeObjects(objects, isKnown, inside)}`;
  const items = values.flatMap(itemsOf);
  return items.length === 0 ? head : `${head}: ${inside(items)}`;
}

function describeObjects(
  objects: readonly EncodedObject[],
  isKnown: IsKnownName,
  inside: (parts: readonly Encoded[]) => string,
): string {
  const all = objects.flatMap(({ properties }) => properties);
  const names = [...new Set(all.map(([name]) => name))].filter(isKnown).slice(0, most.properties);
  const named = names.map((name) => {
    const parts = all.filter(([other]) => other === name).map(([, value]) => value);
    return `${name}${parts.length < objects.length ? '?' : ''}: ${inside(parts)}`;
  });
  const rest = all.filter(([name]) => !names.includes(name));
  if (rest.length === 0) return `{ ${named.join(', ')} }`;
  const counts = objects.map(({ properties }) => properties.filter(([name]) => !names.includes(name)).length);
  const others = `${range(counts)} other properties: ${inside(rest.map(([, value]) => value))}`;
  return `{ ${[...named, others].join(', ')} }`;
}

function sizeOf(value: Encoded): readonly number[] {
  if (typeof value === 'string') return [value.length];
  if (!isTagged(value)) return [];
  if (value.$ === 'map') return [value.entries.length];
  return value.$ === 'array' || value.$ === 'set' || value.$ === 'iterated' ? [value.items.length] : [];
}

function itemsOf(value: Encoded): readonly Encoded[] {
  if (!isTagged(value)) return [];
  if (value.$ === 'map') return value.entries.map(([, item]) => item);
  return value.$ === 'array' || value.$ === 'set' || value.$ === 'iterated' ? value.items : [];
}

function range(numbers: readonly number[]): string {
  const [least, largest] = [Math.min(...numbers), Math.max(...numbers)].map((size) =>
    size.toLocaleString('en'),
  );
  return least === largest ? `${least}` : `${least} to ${largest}`;
}
