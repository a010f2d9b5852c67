/** Objects looked at on each side, at most: deeper ones are seldom told apart by a caller. */
const mostObjects = 2_000;
const mostPaths = 50;

/**
 * Where a result holds an object that the caller already has: what one of them changes, the other sees.
 *
 * @param given `this` and the arguments.
 * @returns for example `result.0 is argument 1.0`.
 */
export function sharedObjects(result: unknown, given: readonly unknown[]): readonly string[] {
  const places = new Map<object, string>();
  for (const [i, value] of given.entries())
    visit(value, i === 0 ? '`this`' : `argument ${i}`, (object, path) => {
      if (!places.has(object)) places.set(object, path);
      return true;
    });
  const shared: string[] = [];
  visit(result, 'the result', (object, path) => {
    const place = places.get(object);
    if (place !== undefined && shared.length < mostPaths) shared.push(`${path} is ${place}`);
    // What hangs below a shared object is shared, too.
    return place === undefined;
  });
  return shared;
}

/** Visits each object once, the nearest first; goes on below those for which `goesOn` returns true. */
function visit(root: unknown, name: string, goesOn: (object: object, path: string) => boolean): void {
  const met = new Set<object>();
  const waiting: (readonly [unknown, string])[] = [[root, name]];
  for (let i = 0; i < waiting.length && met.size < mostObjects; i += 1) {
    const [value, path] = waiting[i] ?? [];
    if (typeof value !== 'object' || value === null || met.has(value)) continue;
    met.add(value);
    if (goesOn(value, path ?? '')) waiting.push(...childrenOf(value, path ?? ''));
  }
}

function childrenOf(value: object, path: string): (readonly [unknown, string])[] {
  if (value instanceof Map)
    return [...value].flatMap(([key, held], i) => [
      [key, `${path} key ${i}`],
      [held, `${path} value ${i}`],
    ]);
  if (value instanceof Set) return [...value].map((item, i) => [item, `${path} item ${i}`]);
  if (ArrayBuffer.isView(value)) return [];
  return Object.entries(Object.getOwnPropertyDescriptors(value)).flatMap(([key, { value: held }]) =>
    typeof held === 'object' && held !== null ? [[held, `${path}.${key}`] as const] : [],
  );
}
