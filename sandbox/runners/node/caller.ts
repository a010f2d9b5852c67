/*
 * What a caller is free to do between two calls. A version that keeps what it gave or was given shows it then.
 */

/** Changes a result; false where it cannot be changed. */
export function changeResult(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return false;
  try {
    if (Array.isArray(value)) {
      for (const item of value.slice(0, 50)) changeResult(item);
      value.reverse();
      value.push('changed by the caller');
    } else if (value instanceof Map) value.set('changed by the caller', true);
    else if (value instanceof Set) value.add('changed by the caller');
    else Reflect.set(value, 'changedByTheCaller', true);
    return true;
  } catch {
    return false;
  }
}

/**
 * Takes something away from each list among the arguments, also from lists in plain objects: what is left is a value of
 * the same kind. False where there is no list.
 */
export function changeArguments(given: readonly unknown[], depth = 2): boolean {
  let hasChanged = false;
  for (const value of given) {
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    if (Array.isArray(value)) {
      if (value.length === 0) continue;
      value.pop();
      value.reverse();
    } else if (value instanceof Map || value instanceof Set) {
      if (value.size === 0) continue;
      value.delete(value.keys().next().value);
    } else if (depth === 0 || Object.getPrototypeOf(value) !== Object.prototype) continue;
    else if (!changeArguments(Object.values(value), depth - 1)) continue;
    hasChanged = true;
  }
  return hasChanged;
}
