import type { Result } from '../../runners/node/result.ts';
import { asksFor, type Comparison, compareResults, isRepeatable, isTagged } from './compare.ts';
import { wereToldTheSame } from './told-the-same.ts';
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
  // Of what the base gave, the part that can be read may differ all the same.
  if (stability.kind === 'unknown' && !('value' in base.outcome)) return stability;
  if (candidate === undefined)
    return { kind: 'different', difference: 'the candidate gave no answer in three times the time' };
  if (base.madeUp.length > 0 && failsInTheEngine(base))
    return { kind: 'unknown', why: 'the answers that were made up do not fit together' };
  const more = candidate.madeUp.find((question) => !base.asked.includes(question));
  if (more !== undefined) return { kind: 'asks otherwise', difference: asksFor(more) };
  const comparison = compareResults(base, candidate, isRepeatableBase);
  // Whether and how the engine complains about values of no sensible kind is nobody's contract.
  if (origin === 'unusual' && (failsInTheEngine(base) || failsInTheEngine(candidate)))
    return { kind: 'same' };
  const [madeUp] = base.madeUp;
  if (comparison.kind !== 'different' || madeUp === undefined) return comparison;
  return {
    kind: 'different',
    difference: `${comparison.difference} (with a made-up answer to ${madeUp})`,
    isDoubtful: !wereToldTheSame(base, candidate),
  };
}

const engineErrors =
  /is not (?:iterable|a function|a constructor|defined|extensible)|Cannot (?:read|set|convert|destructure|mix|access|create|use 'in')|Reduce of empty array|Invalid (?:array|string) length|Maximum call stack|read only property|Right-hand side|circular structure/;

/** Whether the engine, not the service's own check, says that the input makes no sense. */
function failsInTheEngine({ outcome }: Result): boolean {
  if (outcome.how !== 'threw' && outcome.how !== 'rejected') return false;
  const { value } = outcome;
  return isTagged(value) && value.$ === 'error' && engineErrors.test(value.message);
}

/** Asking collaborators otherwise may be the very fix, and what made-up answers alone show may be none: a person weighs it. */
export function foundIn(tried: Tried, comparison: Exclude<Comparison, { kind: 'same' | 'unknown' }>): Found {
  return { ...tried, origin: originOf(tried, comparison), difference: comparison.difference };
}

function originOf(
  { origin }: Tried,
  comparison: Exclude<Comparison, { kind: 'same' | 'unknown' }>,
): Difference['origin'] {
  if (origin === 'unusual') return origin;
  if (comparison.kind === 'asks otherwise') return 'collaborator';
  return comparison.isDoubtful ? 'unusual' : origin;
}
