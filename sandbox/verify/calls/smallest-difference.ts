import type { CallRunner } from './call-runner.ts';
import { codeOfUse } from './code.ts';
import { compareOne, foundIn } from './compare-one.ts';
import { smallerUses } from './shrink.ts';
import { type Difference, type Found, isForAPerson, type Tried } from './tried.ts';

/** Rounds of shrinking; fewer for what is only shown to a person. */
export interface ShrinkingRounds {
  readonly rounds: number;
  readonly roundsForUnusual: number;
}

/** One difference of each origin: the smallest. */
export function smallestOfEachOrigin(found: readonly Found[]): readonly Found[] {
  const byOrigin = Map.groupBy(found, ({ origin }) => origin);
  return [...byOrigin.values()].map((same) => {
    const sizes = same.map(({ use }) => codeOfUse(use).length);
    return same[sizes.indexOf(Math.min(...sizes))] as Found;
  });
}

/** Looks for a smaller call that shows a difference, too: what is small is understood. */
export async function shrunk(
  runner: CallRunner,
  name: string,
  found: Found,
  budget: ShrinkingRounds & { readonly milliseconds: number },
): Promise<Difference> {
  let best = found;
  // A smaller input may differ for another reason than the check that was dropped.
  const rounds = found.dropsCheck ? 0 : isForAPerson(found) ? budget.roundsForUnusual : budget.rounds;
  for (let round = 0; round < rounds; round += 1) {
    const smaller = smallerUses(best.use).map((use): Tried => ({ ...best, use }));
    if (smaller.length === 0) break;
    const next = await firstDifferent(runner, smaller, budget.milliseconds / 4);
    if (!next) break;
    best = next;
  }
  const { use, origin, difference } = best;
  return { name, origin, call: codeOfUse(use), difference };
}

/** The first of the calls on which the versions differ. That the base repeats itself is known from the larger call. */
async function firstDifferent(
  runner: CallRunner,
  tried: readonly Tried[],
  milliseconds: number,
): Promise<Found | null> {
  const uses = tried.map(({ use }) => use);
  const [base, candidate] = await Promise.all([
    runner.execute('base', uses, milliseconds),
    runner.execute('candidate', uses, milliseconds),
  ]);
  for (const [i, first] of base.entries()) {
    const item = tried[i];
    const comparison = item && candidate[i] && compareOne(first, first, candidate[i], item.origin);
    if (!item || !comparison || comparison.kind === 'same' || comparison.kind === 'unknown') continue;
    const found = foundIn(item, comparison);
    if (found.origin === item.origin) return found;
  }
  return null;
}
