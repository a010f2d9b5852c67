import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { ChangedFile } from '../../patch/apply-patch.ts';
import type { BlockCoverage } from '../../runners/node/block-coverage.ts';
import type { RecordedCall, RecordedHistory, RecordedUse } from '../../runners/node/encoded.ts';
import type { CaptureSummary } from '../../runners/node/plan.ts';
import type { Result } from '../../runners/node/result.ts';
import { codeOfUse } from './code.ts';
import { type Comparison, compareOutcomes, compareResults, isRepeatable, isTagged } from './compare.ts';
import { type Growth, type MeasuredCall, measureSuspectsAgain } from './growth.ts';
import { smallerUses } from './shrink.ts';
import { unexercisedCode } from './unexercised.ts';
import type { Literals } from './vary/literals.ts';
import { hasSpecialName, ordinaryNames, withOrdinaryNames } from './vary/special-names.ts';
import { varyCalls } from './vary/vary-calls.ts';
import { varyHistories } from './vary/vary-histories.ts';

/** Makes calls on a version; each time in a new process. */
export interface CallRunner {
  /** Results in the order of the uses; fewer where the time was up or the process ended. */
  execute(
    side: 'base' | 'candidate',
    uses: readonly RecordedUse[],
    milliseconds: number,
  ): Promise<readonly Result[]>;
  /** What runs of the candidate's modules while the uses are executed. */
  countBlocks(uses: readonly RecordedUse[], milliseconds: number): Promise<BlockCoverage>;
}

/** What comparing showed; what could not be compared at all is added by the gate. */
export type CallComparison = Omit<CallEvidence, 'unseen'>;
type FunctionComparison = CallEvidence['functions'][number];
type Difference = CallEvidence['differences'][number];

interface Budget {
  /** Made-up calls of each function, and made-up lives of objects of each class. */
  readonly calls: number;
  readonly histories: number;
  /** Milliseconds for each execution of a list of calls. */
  readonly milliseconds: number;
  /** Rounds of shrinking; fewer for unusual input, which is only shown. */
  readonly rounds: number;
  readonly roundsForUnusual: number;
}

const usual: Budget = { calls: 800, histories: 120, milliseconds: 4_000, rounds: 8, roundsForUnusual: 2 };

export interface CallsToCompare {
  readonly changes: readonly ChangedFile[];
  readonly uses: readonly RecordedUse[];
  readonly summaries: readonly CaptureSummary[];
  /** Functions, as `path#name`, that only others which are compared, too, can call. */
  readonly inner: ReadonlySet<string>;
  readonly literals: Literals;
  readonly seed: number;
  readonly budget?: Budget;
}

interface Tried {
  readonly use: RecordedUse;
  readonly origin: Difference['origin'];
  readonly factor: number;
}

/**
 * Makes the captured calls, and others made up from them, on both versions, and compares what they led to. The base makes
 * them twice: what it does not repeat itself is set aside and counted.
 */
export async function compareCalls(
  runner: CallRunner,
  { changes, uses, summaries, inner, literals, seed, budget = usual }: CallsToCompare,
): Promise<CallComparison> {
  const functions: FunctionComparison[] = [];
  const differences: Difference[] = [];
  const growth: Growth[] = [];
  const compared: RecordedUse[] = [];
  let peak = { base: 0, candidate: 0 };
  for (const [name, own] of Map.groupBy(uses, ({ target }) => target)) {
    const captured = own.map((use): Tried => ({ use, origin: 'captured', factor: 1 }));
    const made = vary(own, literals, budget, seed);
    // What those that call it never pass says nothing; what they pass shows in them.
    const varied = inner.has(name) ? made.map((tried): Tried => ({ ...tried, origin: 'unusual' })) : made;
    const outcome = await tryAll(runner, smallestFirst([...captured, ...varied]), budget.milliseconds);
    compared.push(...outcome.comparedUses);
    peak = {
      base: Math.max(peak.base, outcome.peak.base),
      candidate: Math.max(peak.candidate, outcome.peak.candidate),
    };
    const weighed = await weigh(runner, outcome.different, budget.milliseconds);
    for (const found of gravest(weighed)) differences.push(await shrunk(runner, name, found, budget));
    const timed = outcome.timed.map((times): MeasuredCall => ({ name, ...times }));
    growth.push(...withoutUses(await measureSuspectsAgain(runner, timed, budget.milliseconds / 2)));
    functions.push({
      name,
      captured: captured.length,
      generated: varied.length,
      compared: outcome.comparedUses.length,
      unstable: outcome.unstable,
      unknown: { ...reasonsOf(summaries, name), ...outcome.unknown },
      lost: lostShare(
        summaries.filter(({ target }) => target === name),
        outcome.reachedUses.filter((use) => own.includes(use)).length,
        outcome.comparedUses.filter((use) => own.includes(use)).length,
      ),
    });
  }
  // A candidate that is rejected needs no further evidence.
  const isRejected = differences.some((difference) => !isForAPerson(difference));
  const coverage = isRejected ? {} : await runner.countBlocks(compared, budget.milliseconds / 2);
  const unexercised = isRejected ? [] : [...unexercisedCode(changes, coverage)];
  return { functions, differences: differences.toSorted(byGravity), unexercised, growth, peak };
}

function vary(
  own: readonly RecordedUse[],
  literals: Literals,
  budget: Budget,
  seed: number,
): readonly Tried[] {
  const calls = own.filter((use): use is RecordedCall => use.kind === 'call');
  const histories = own.filter((use): use is RecordedHistory => use.kind === 'history');
  return [
    ...varyCalls(calls, literals, budget.calls, seed),
    ...varyHistories(histories, literals, budget.histories, seed),
  ].map(({ use, isWithinObserved, factor }) => ({
    use,
    origin: isWithinObserved ? 'generated' : 'unusual',
    factor,
  }));
}

/** Time may end before all are tried: many small calls show more than a few large ones. */
function smallestFirst(tried: readonly Tried[]): readonly Tried[] {
  return tried
    .map((one) => ({ one, size: JSON.stringify(one.use).length }))
    .toSorted((a, b) => a.size - b.size)
    .map(({ one }) => one);
}

const withoutUses = (timed: readonly MeasuredCall[]): readonly Growth[] =>
  timed.map(({ name, factor, base, candidate }) => ({ name, factor, base, candidate }));

type Found = Tried & { readonly difference: string };

async function tryAll(runner: CallRunner, tried: readonly Tried[], milliseconds: number) {
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
  const peak = { base: 0, candidate: 0 };
  for (const [i, first] of base.entries()) {
    const item = tried[i];
    const [second, result] = [again[i], candidate[i]];
    if (!item || !second) continue;
    if (item.origin === 'captured') {
      peak.base = Math.max(peak.base, first.peak);
      peak.candidate = Math.max(peak.candidate, result?.peak ?? 0);
    }
    const comparison = compareOne(first, second, result, item.origin);
    if (comparison === null) unstable += 1;
    else if (comparison.kind === 'unknown') unknown[comparison.why] = (unknown[comparison.why] ?? 0) + 1;
    else {
      comparedUses.push(item.use);
      if (comparison.kind !== 'same') different.push(foundIn(item, comparison));
      if (result && item.factor > 1)
        timed.push({
          use: item.use,
          factor: item.factor,
          base: Math.min(first.milliseconds, second.milliseconds),
          candidate: result.milliseconds,
        });
    }
  }
  return { different, timed, unknown, comparedUses, reachedUses: uses.slice(0, base.length), unstable, peak };
}

/** Asking collaborators otherwise may be the very fix: a person weighs it. */
function foundIn(
  tried: Tried,
  { kind, difference }: Exclude<Comparison, { kind: 'same' | 'unknown' }>,
): Found {
  const isWeighed = kind === 'asks otherwise' && tried.origin !== 'unusual';
  return { ...tried, origin: isWeighed ? 'collaborator' : tried.origin, difference };
}

/** `null` where the base is not the same twice. */
function compareOne(
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

/**
 * Where the base itself treats a name such as `__proto__` unlike any other, no caller can rely on what it makes of it: then
 * a difference is for a person to weigh. Where it treats all names the same, the candidate has to.
 */
async function weigh(
  runner: CallRunner,
  found: readonly Found[],
  milliseconds: number,
): Promise<readonly Found[]> {
  const suspects = found.filter(
    (one): one is Found & { readonly use: RecordedCall } =>
      one.origin === 'generated' && one.use.kind === 'call' && one.use.args.some(hasSpecialName),
  );
  if (suspects.length === 0) return found;
  const results = await runner.execute(
    'base',
    suspects.flatMap(({ use }) => [use, withOrdinaryNames(use)]),
    milliseconds,
  );
  const owned = new Set(suspects.filter((_, i) => treatsNamesApart(results[2 * i], results[2 * i + 1])));
  return found.map((one) => ((owned as ReadonlySet<Found>).has(one) ? { ...one, origin: 'unusual' } : one));
}

function treatsNamesApart(special: Result | undefined, ordinary: Result | undefined): boolean {
  if (!special || !ordinary || !('value' in special.outcome)) return false;
  const expected = { ...special.outcome, value: ordinaryNames(special.outcome.value) };
  return compareOutcomes(expected, ordinary.outcome, '').kind !== 'same';
}

/** One difference of each origin: the smallest. */
function gravest(found: readonly Found[]): readonly Found[] {
  const byOrigin = Map.groupBy(found, ({ origin }) => origin);
  return [...byOrigin.values()].map((same) => {
    const sizes = same.map(({ use }) => codeOfUse(use).length);
    return same[sizes.indexOf(Math.min(...sizes))] as Found;
  });
}

export const isForAPerson = ({ origin }: Pick<Difference, 'origin'>): boolean =>
  origin === 'unusual' || origin === 'collaborator';

const order: readonly Difference['origin'][] = ['captured', 'generated', 'collaborator', 'unusual'];
const byGravity = (a: Difference, b: Difference): number => order.indexOf(a.origin) - order.indexOf(b.origin);

/** Looks for a smaller call that shows a difference, too: what is small is understood. */
async function shrunk(runner: CallRunner, name: string, found: Found, budget: Budget): Promise<Difference> {
  let best = found;
  const rounds = isForAPerson(found) ? budget.roundsForUnusual : budget.rounds;
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

/**
 * Of the calls that were made, some could not be recorded, and of those that were, some could not be compared. What there was
 * no time for counts as neither: it is larger than what was compared, not of another kind.
 */
function lostShare(summaries: readonly CaptureSummary[], reached: number, compared: number): number {
  const called = summaries.reduce((sum, summary) => sum + summary.called, 0);
  const unrecorded = summaries.flatMap(({ reasons }) => Object.values(reasons)).reduce((a, b) => a + b, 0);
  const recorded = called === 0 ? 1 : Math.max(0, 1 - unrecorded / called);
  return 1 - recorded * (reached === 0 ? 1 : compared / reached);
}

function reasonsOf(summaries: readonly CaptureSummary[], name: string): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const summary of summaries)
    if (summary.target === name)
      for (const [reason, count] of Object.entries(summary.reasons))
        reasons[reason] = (reasons[reason] ?? 0) + count;
  return reasons;
}
