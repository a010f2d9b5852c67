import type { Result } from '../../runners/node/result.ts';
import { type Comparison, compareResults, isRepeatable, isTagged } from './compare.ts';
import type { Difference, Found, Tried } from './tried.ts';

/** `null` where the base is not the same twice. */
export function compareOne(
  base: Result,
  again: Result,
  candidate: Result | undefined,
  origin: Difference['origin'],
): Comparison | null {
  const isRepeatableBase = isRepeatable(base);
  const stability = compareResults(base, again, isRepeatableBase);
  if (stability.kind === 'different' || stability.kind === 'asks otherwise') return null;
  if (stability.kind === 'unknown') return stability;
  if (candidate === undefined)
    return { kind: 'different', difference: 'the candidate gave no answer in three times the time' };
  const comparison = compareResults(base, candidate, isRepeatableBase);
  // Whether and how the engine complains about values of no sensible kind is nobody's contract.
  if (origin === 'unusual' && (failsInTheEngine(base) || failsInTheEngine(candidate)))
    return { kind: 'same' };
  return comparison;
}

const engineErrors =
  /is not (?:iterable|a function|a constructor|defined|extensible)|Cannot (?:read|set|convert|destructure|mix|access|create|use 'in')|Reduce of empty array|Invalid (?:array|string) length|Maximum call stack|read only property|Right-hand side|circular structure/;

/** Whether the engine, not the service's own check, says that the input makes no sense. */
function failsInTheEngine({ outcome }: Result): boolean {
  if (outcome.how !== 'threw' && outcome.how !== 'rejected') return false;
  const { value } = outcome;
  return isTagged(value) && value.$ === 'error' && engineErrors.test(value.message);
}

/** Asking collaborators otherwise may be the very fix: a person weighs it. */
export function foundIn(
  tried: Tried,
  { kind, difference }: Exclude<Comparison, { kind: 'same' | 'unknown' }>,
): Found {
  const isWeighed = kind === 'asks otherwise' && tried.origin !== 'unusual';
  return { ...tried, origin: isWeighed ? 'collaborator' : tried.origin, difference };
}
