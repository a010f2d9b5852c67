import type { RecordedUse } from '../../runners/node/encoded.ts';
import type { Result } from '../../runners/node/result.ts';
import type { CallRunner } from './call-runner.ts';
import { compareOne, foundIn } from './compare-one.ts';
import type { MeasuredCall } from './growth.ts';
import type { Found, Tried } from './tried.ts';

type DropsCheck = (use: RecordedUse, base: Result, candidate: Result) => boolean;

/** What trying the uses of one function showed. */
export interface TriedUses {
  readonly different: readonly Found[];
  readonly timed: readonly Omit<MeasuredCall, 'name'>[];
  /** Why uses could not be compared, with their number. */
  readonly unknown: Readonly<Record<string, number>>;
  readonly comparedUses: readonly RecordedUse[];
  /** Of the uses that were captured: how many there was time for, and how many of these were compared. */
  readonly captured: { readonly reached: number; readonly compared: number };
  /** Uses that the base itself does not repeat. */
  readonly unstable: number;
  /** Promises of collaborators that were open at the same time, at most, on captured uses. */
  readonly peak: { readonly base: number; readonly candidate: number };
}

/**
 * Makes the uses on both versions, the smallest first, and those with much larger numbers than were captured last: time may
 * end before all are tried, and many small calls show more than a few large ones. The base makes them twice: what it does
 * not repeat itself is set aside and counted.
 *
 * @param drops tells whether unusual input is refused by the base and accepted by the candidate.
 */
export async function tryUses(
  runner: CallRunner,
  unordered: readonly Tried[],
  milliseconds: number,
  drops: DropsCheck,
): Promise<TriedUses> {
  const tried = smallestFirst(unordered);
  const uses = tried.map(({ use }) => use);
  const base = await runner.execute('base', uses, milliseconds);
  const [again, candidate] = await Promise.all([
    runner.execute('base', uses.slice(0, base.length), 3 * milliseconds),
    runner.execute('candidate', uses.slice(0, base.length), 3 * milliseconds),
  ]);
  const different: Found[] = [];
  const timed: Omit<MeasuredCall, 'name'>[] = [];
  const unknown: Record<string, number> = {};
  const comparedUses: RecordedUse[] = [];
  let unstable = 0;
  const captured = { reached: 0, compared: 0 };
  const peak = { base: 0, candidate: 0 };
  for (const [i, first] of base.entries()) {
    const item = tried[i];
    if (!item) continue;
    const isCaptured = item.origin === 'captured';
    captured.reached += Number(isCaptured);
    const [second, result] = [again[i], candidate[i]];
    if (!second) continue;
    if (isCaptured) {
      peak.base = Math.max(peak.base, first.peak);
      peak.candidate = Math.max(peak.candidate, result?.peak ?? 0);
    }
    const comparison = compareOne(first, second, result, item.origin);
    if (comparison === null) unstable += 1;
    else if (comparison.kind === 'unknown') unknown[comparison.why] = (unknown[comparison.why] ?? 0) + 1;
    else {
      comparedUses.push(item.use);
      captured.compared += Number(isCaptured);
      if (comparison.kind !== 'same') {
        const found = foundIn(item, comparison);
        const isDropped = item.origin === 'unusual' && result && drops(item.use, first, result);
        different.push(isDropped ? { ...found, origin: 'generated', dropsCheck: true } : found);
      }
      if (result && item.factor > 1)
        timed.push({
          use: item.use,
          factor: item.factor,
          base: Math.min(first.milliseconds, second.milliseconds),
          candidate: result.milliseconds,
        });
    }
  }
  return { different, timed, unknown, comparedUses, captured, unstable, peak };
}

/** A number so many times as large as the captured ones may be a number of steps, which would take all of the time. */
const far = 100;

function smallestFirst(tried: readonly Tried[]): readonly Tried[] {
  const measured = tried.map((one) => ({
    one,
    size: JSON.stringify(one.use).length,
    number: largestNumber(one.use),
  }));
  const captured = measured.filter(({ one }) => one.origin === 'captured');
  const usual = captured.reduce((largest, { number }) => Math.max(largest, number), 1);
  const isFar = ({ number }: { number: number }): number => Number(number > far * usual);
  return measured.toSorted((a, b) => isFar(a) - isFar(b) || a.size - b.size).map(({ one }) => one);
}

function largestNumber(use: RecordedUse): number {
  let largest = 0;
  JSON.stringify(use, (_, value: unknown) => {
    if (typeof value === 'number') largest = Math.max(largest, Math.abs(value));
    // An infinite number is kept as a text.
    if (value === 'Infinity' || value === '-Infinity') largest = Number.POSITIVE_INFINITY;
    return value;
  });
  return largest;
}
