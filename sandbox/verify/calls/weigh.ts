import type { Result } from '../../runners/node/result.ts';
import type { CallRunner } from './call-runner.ts';
import { compareOutcomes } from './compare.ts';
import type { Found } from './tried.ts';
import { hasSpecialName, ordinaryNames, withOrdinaryNames } from './vary/special-names.ts';

/**
 * Where the base itself treats a name such as `__proto__` unlike any other, no caller can rely on what it makes of it: then
 * a difference is for a person to weigh. Where it treats all names the same, the candidate has to.
 */
export async function weigh(
  runner: CallRunner,
  found: readonly Found[],
  milliseconds: number,
): Promise<readonly Found[]> {
  const suspects = found.filter(({ origin, use }) => origin === 'generated' && hasSpecialName(use));
  if (suspects.length === 0) return found;
  const results = await runner.execute(
    'base',
    suspects.flatMap(({ use }) => [use, withOrdinaryNames(use)]),
    milliseconds,
  );
  const owned = new Set(suspects.filter((_, i) => treatsNamesApart(results[2 * i], results[2 * i + 1])));
  return found.map((one) => (owned.has(one) ? { ...one, origin: 'unusual' } : one));
}

function treatsNamesApart(special: Result | undefined, ordinary: Result | undefined): boolean {
  if (!special || !ordinary || !('value' in special.outcome)) return false;
  const expected = { ...special.outcome, value: ordinaryNames(special.outcome.value) };
  return compareOutcomes(expected, ordinary.outcome, '').kind !== 'same';
}
