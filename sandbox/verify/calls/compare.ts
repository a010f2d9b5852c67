import type { Encoded, Outcome, Tagged } from '../../runners/node/encoded.ts';
import type { Result } from '../../runners/node/result.ts';
import { codeOf } from './code.ts';

/** What two versions made of one use. */
export type Comparison =
  | { readonly kind: 'same' }
  | { readonly kind: 'different'; readonly difference: string; readonly isDoubtful?: boolean }
  /** The answers are the same, but collaborators were asked for something else, or in another order. */
  | { readonly kind: 'asks otherwise'; readonly difference: string }
  /** Nothing can be said; `why` says what cannot be compared. */
  | { readonly kind: 'unknown'; readonly why: string };

const same: Comparison = { kind: 'same' };

/**
 * Compares how a use ended: how the call ended, what it gave, what it made of its arguments and of `this`, which of
 * their objects it gave back, what it gives when it is called again, and what it asked of collaborators. Types, order of
 * keys and entries, holes, -0 and NaN count; whether two equal objects inside a result are one does not.
 */
export function compareResults(base: Result, candidate: Result, isBaseStable: boolean): Comparison {
  const outcome = compareOutcomes(base.outcome, candidate.outcome, 'the result');
  if (outcome.kind !== 'same') return outcome;
  for (const [i, before] of base.after.entries()) {
    const after = candidate.after[i];
    const name = i === 0 ? '`this` after the call' : `argument ${i} after the call`;
    if (after === undefined) return { kind: 'different', difference: `${name} is missing` };
    const difference = differenceOf(before, after, name);
    if (difference !== null && !isOpaque(before)) return { kind: 'different', difference };
  }
  const sharing = differenceInSharing(base.shared, candidate.shared);
  if (sharing !== null) return { kind: 'different', difference: sharing };
  // Where the base itself gives away what it keeps, its later answers are its caller's doing.
  if (isBaseStable) {
    const again = compareLater(base.again, candidate.again, 'the result of the same call once more');
    if (again.kind !== 'same') return again;
    const changed = compareLater(
      base.changed,
      candidate.changed,
      'the result for the same objects after their owner changed them',
    );
    if (changed.kind !== 'same') return changed;
  }
  return compareAsked(base.asked, candidate.asked);
}

function compareLater(base: Outcome | null, candidate: Outcome | null, name: string): Comparison {
  return base === null || candidate === null ? same : compareOutcomes(base, candidate, name);
}

function differenceInSharing(base: readonly string[], candidate: readonly string[]): string | null {
  const more = candidate.find((place) => !base.includes(place));
  if (more !== undefined) return `the caller can see later changes now: ${more}`;
  const fewer = base.find((place) => !candidate.includes(place));
  return fewer === undefined ? null : `no longer the same object: ${fewer}`;
}

function compareAsked(base: readonly string[], candidate: readonly string[]): Comparison {
  const at = Array.from({ length: Math.max(base.length, candidate.length) }, (_, i) => i).find(
    (i) => base[i] !== candidate[i],
  );
  if (at === undefined) return same;
  const [was = 'nothing more', is = 'nothing more'] = [base[at], candidate[at]];
  const difference = `question ${at + 1} to collaborators was ${was} and is ${is}`;
  return { kind: 'asks otherwise', difference };
}

/** Whether a version's answer does not depend on what its caller did to the answer before. */
export const isRepeatable = ({ outcome, again }: Result): boolean =>
  again !== null && compareOutcomes(outcome, again, '').kind === 'same';

export function compareOutcomes(base: Outcome, candidate: Outcome, name: string): Comparison {
  if (base.how === 'unrecorded')
    return { kind: 'unknown', why: `no answer recorded of ${base.what.split('(')[0]}` };
  if (base.how === 'pending') return { kind: 'unknown', why: 'the base did not settle its promise in 2 s' };
  if (candidate.how === 'unrecorded')
    return {
      kind: 'asks otherwise',
      difference: asksFor(candidate.what),
    };
  if (candidate.how === 'pending')
    return { kind: 'different', difference: `${name} does not settle any more` };
  if (base.how !== candidate.how)
    return {
      kind: 'different',
      difference: `the base ${base.how} ${short(base.value)}, the candidate ${candidate.how} ${short(candidate.value)}`,
    };
  const difference = differenceOf(base.value, candidate.value, name);
  if (difference !== null) return { kind: 'different', difference };
  const why = opaqueIn(base.value);
  return why === null ? same : { kind: 'unknown', why: `it gives ${why}` };
}

export const asksFor = (question: string): string =>
  `asks a collaborator for ${question}, which the base does not`;

/** Where and how two values differ, or null; what cannot be read of the base's is passed over. */
function differenceOf(base: Encoded, candidate: Encoded, name: string): string | null {
  return new Comparer(base, candidate).compare(base, candidate, name);
}

class Comparer {
  readonly #base: ReadonlyMap<number, Encoded>;
  readonly #candidate: ReadonlyMap<number, Encoded>;
  readonly #met = new Set<string>();

  constructor(base: Encoded, candidate: Encoded) {
    this.#base = numbered(base);
    this.#candidate = numbered(candidate);
  }

  compare(base: Encoded, candidate: Encoded, path: string): string | null {
    if (isRef(base) || isRef(candidate)) {
      // A cycle, or an object that is met again: compared where it was met first.
      const key = JSON.stringify([isRef(base) ? base.id : base, isRef(candidate) ? candidate.id : candidate]);
      if (this.#met.has(key)) return null;
      this.#met.add(key);
      const [first, second] = [this.#resolve(base, this.#base), this.#resolve(candidate, this.#candidate)];
      return first === undefined || second === undefined ? null : this.compare(first, second, path);
    }
    if (isTagged(base) && base.$ === 'opaque') return null;
    if (!isTagged(base) || !isTagged(candidate))
      return base === candidate ? null : became(base, candidate, path);
    if (base.$ !== candidate.$) return became(base, candidate, path);
    switch (base.$) {
      case 'array':
        return this.#compareArrays(base, candidate as typeof base, path);
      case 'iterated':
        return this.#compareLists(base.items, (candidate as typeof base).items, path);
      case 'object': {
        const other = candidate as typeof base;
        if (base.type !== other.type)
          return `${path} is of ${typeName(base.type)} on the base, of ${typeName(other.type)} on the candidate`;
        return this.#compareProperties(base.properties, other.properties, path);
      }
      case 'map':
        return this.#compareEntries(base.entries, (candidate as typeof base).entries, path);
      case 'set':
        return this.#compareLists(base.items, (candidate as typeof base).items, path);
      case 'error': {
        const other = candidate as typeof base;
        if (base.type !== other.type || base.message !== other.message) return became(base, other, path);
        return this.#compareProperties(base.properties, other.properties, path);
      }
      case 'date':
        return this.compare(base.time, (candidate as typeof base).time, path);
      default:
        return JSON.stringify(base) === JSON.stringify(candidate) ? null : became(base, candidate, path);
    }
  }

  #compareArrays(
    base: Tagged & { $: 'array' },
    candidate: Tagged & { $: 'array' },
    path: string,
  ): string | null {
    return (
      this.#compareLists(base.items, candidate.items, path) ??
      this.#compareProperties(base.properties ?? [], candidate.properties ?? [], path)
    );
  }

  #compareLists(base: readonly Encoded[], candidate: readonly Encoded[], path: string): string | null {
    if (base.length !== candidate.length)
      return `${path} has ${base.length} items on the base, ${candidate.length} on the candidate`;
    for (const [i, item] of base.entries()) {
      const difference = this.compare(item, candidate[i] ?? null, `${path}[${i}]`);
      if (difference !== null) return difference;
    }
    return null;
  }

  #compareEntries(
    base: readonly (readonly [Encoded, Encoded])[],
    candidate: readonly (readonly [Encoded, Encoded])[],
    path: string,
  ): string | null {
    if (base.length !== candidate.length)
      return `${path} has ${base.length} entries on the base, ${candidate.length} on the candidate`;
    for (const [i, [key, value]] of base.entries()) {
      const [otherKey = null, otherValue = null] = candidate[i] ?? [];
      const difference =
        this.compare(key, otherKey, `key ${i + 1} of ${path}`) ??
        this.compare(value, otherValue, `${path}.get(${short(key)})`);
      if (difference !== null) return difference;
    }
    return null;
  }

  #compareProperties(
    base: readonly (readonly [string, Encoded])[],
    candidate: readonly (readonly [string, Encoded])[],
    path: string,
  ): string | null {
    const [keys, otherKeys] = [base.map(([key]) => key), candidate.map(([key]) => key)];
    if (keys.join('\0') !== otherKeys.join('\0'))
      return `${path} has the keys ${list(keys)} on the base, ${list(otherKeys)} on the candidate`;
    for (const [i, [key, value]] of base.entries()) {
      const difference = this.compare(value, candidate[i]?.[1] ?? null, `${path}.${key}`);
      if (difference !== null) return difference;
    }
    return null;
  }

  #resolve(value: Encoded, known: ReadonlyMap<number, Encoded>): Encoded | undefined {
    return isRef(value) ? known.get(value.id) : value;
  }
}

function numbered(value: Encoded, found = new Map<number, Encoded>()): Map<number, Encoded> {
  if (!isTagged(value)) return found;
  if ('id' in value && value.id !== undefined && value.$ !== 'ref' && value.$ !== 'double')
    found.set(value.id, value);
  for (const child of childrenOf(value)) numbered(child, found);
  return found;
}

/** The values that a value holds. */
export function childrenOf(value: Encoded): readonly Encoded[] {
  if (!isTagged(value)) return [];
  switch (value.$) {
    case 'array':
      return [...value.items, ...(value.properties ?? []).map(([, held]) => held)];
    case 'set':
    case 'iterated':
      return value.items;
    case 'map':
      return value.entries.flat();
    case 'object':
    case 'error':
      return value.properties.map(([, held]) => held);
    default:
      return [];
  }
}

export const isTagged = (value: Encoded): value is Tagged => typeof value === 'object' && value !== null;
const isRef = (value: Encoded): value is Tagged & { $: 'ref' } => isTagged(value) && value.$ === 'ref';
const isOpaque = (value: Encoded): boolean => opaqueIn(value) !== null;

/** What in a value cannot be compared, or null. */
export function opaqueIn(value: Encoded): string | null {
  if (!isTagged(value)) return null;
  if (value.$ === 'opaque') return value.why;
  for (const child of childrenOf(value)) {
    const why = opaqueIn(child);
    if (why !== null) return why;
  }
  return null;
}

const became = (base: Encoded, candidate: Encoded, path: string): string =>
  `${path} is ${short(base)} on the base, ${short(candidate)} on the candidate`;

const typeName = (type: string | null | undefined): string =>
  type === undefined
    ? 'no class'
    : type === null
      ? 'no prototype'
      : `the class ${type.split('#')[1] ?? type}`;

const short = (value: Encoded): string => {
  const text = codeOf(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
};

const list = (keys: readonly string[]): string => {
  const text = keys.map((key) => JSON.stringify(key)).join(', ') || 'none';
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
};
