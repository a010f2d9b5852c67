import type { Encoded, EncodedObject } from '../../../runners/node/encoded.ts';
import { isTagged } from '../compare.ts';

/** How far down a value of the same kind is looked for. */
const deepest = 4;

/**
 * The value with the first object in it that holds one of its own kind (a folder in a folder, a node and the next one)
 * holding itself so many times, one inside the other; null where there is none.
 */
export function deepened(value: Encoded, levels: number, depth = deepest): Encoded | null {
  if (!isTagged(value) || depth === 0) return null;
  if (value.$ === 'object') {
    const nested = nestedIn(value);
    if (nested !== null) return Array.from({ length: levels }).reduce<EncodedObject>(nested, value);
    for (const [i, [key, held]] of value.properties.entries()) {
      const deeper = deepened(held, levels, depth - 1);
      if (deeper !== null) return { ...value, properties: value.properties.with(i, [key, deeper]) };
    }
  }
  if (value.$ === 'array')
    for (const [i, item] of value.items.entries()) {
      const deeper = deepened(item, levels, depth - 1);
      if (deeper !== null) return { ...value, items: value.items.with(i, deeper) };
    }
  return null;
}

/** How another one is put into an object; null if it holds none of its own kind. */
function nestedIn(object: EncodedObject): ((inner: EncodedObject) => EncodedObject) | null {
  if (object.id !== undefined) return null;
  const at = object.properties.findIndex(([, held]) => {
    const isList = isTagged(held) && held.$ === 'array';
    return isList ? held.items.some((item) => isOfOneKind(item, object)) : isOfOneKind(held, object);
  });
  const [key = '', held = null] = object.properties[at] ?? [];
  if (!isTagged(held)) return null;
  return (inner) => ({
    ...object,
    properties: object.properties.with(at, [key, held.$ === 'array' ? { ...held, items: [inner] } : inner]),
  });
}

function isOfOneKind(value: Encoded, object: EncodedObject): boolean {
  if (!isTagged(value) || value.$ !== 'object' || value.id !== undefined) return false;
  return keysOf(value) === keysOf(object);
}

const keysOf = ({ properties }: EncodedObject): string => properties.map(([key]) => key).join('\0');
