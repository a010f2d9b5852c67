import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { RecordedCall, RecordedUse } from '../../runners/node/encoded.ts';
import type { CaptureSummary } from '../../runners/node/plan.ts';
import type { Result } from '../../runners/node/result.ts';
import { codeOfUse } from './code.ts';
import { type Comparison, compareOutcomes, compareResults, isRepeatable, isTagged } from './compare.ts';
import { smallerCalls } from './shrink.ts';
import { hasSpecialName, ordinaryNames, withOrdinaryNames } from './special-names.ts';
import { vary } from './vary.ts';

/** Makes calls on a version; each time in a new process. */
export interface CallRunner {
  /** Results in the order of the uses; fewer where the time was up or the process ended. */
  execute(
    side: 'base' | 'candidate',
    uses: readonly RecordedUse[],
    milliseconds: number,
  ): Promise<readonly Result[]>;
}

/** What comparing showed; what could not be compared at all is added by the gate. */
export type CallComparison = Omit<CallEvidence, 'unseen'>;
type FunctionComparison = CallEvidence['functions'][number];
type Difference = CallEvidence['differences'][number];
export type Growth = CallEvidence['growth'][number];

interface Budget {
  /** Made-up calls of each function. */
  readonly generated: number;
  /** Milliseconds for each execution of a list of calls. */
  readonly milliseconds: number;
  /** Rounds of shrinking; fewer for unusual input, which is only shown. */
  readonly rounds: number;
  readonly roundsForUnusual: number;
}

const usual: Budget = { generated: 500, milliseconds: 10_000, rounds: 8, roundsForUnusual: 2 };

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
  uses: readonly RecordedUse[],
  summaries: readonly CaptureSummary[],
  seed: number,
  budget: Budget = usual,
): Promise<CallComparison> {
  const functions: FunctionComparison[] = [];
  const differences: Difference[] = [];
  const growth: Growth[] = [];
  let peak = { base: 0, candidate: 0 };
  for (const [name, own] of Map.groupBy(uses, ({ target }) => target)) {
    const calls = own.filter((use): use is RecordedCall => use.kind === 'call');
    const captured = own.map((use): Tried => ({ use, origin: 'captured', factor: 1 }));
    const varied = vary(calls, budget.generated, seed).map(
      ({ call, isWithinObserved, factor }): Tried => ({
        use: call,
        origin: isWithinObserved ? 'generated' : 'unusual',
        factor,
      }),
    );
    const outcome = await tryAll(runner, [...captured, ...varied], budget.milliseconds);
    peak = {
      base: Math.max(peak.base, outcome.peak.base),
      candidate: Math.max(peak.candidate, outcome.peak.candidate),
    };
    const weighed = await weigh(runner, outcome.different, budget.milliseconds);
    for (const found of gravest(weighed)) differences.push(await shrunk(runner, name, found, budget));
    growth.push(...outcome.growth.map((times) => ({ name, ...times })));
    functions.push({
      name,
      captured: captured.length,
      generated: varied.length,
      compared: outcome.compared,
      unstable: outcome.unstable,
      unknown: { ...reasonsOf(summaries, name), ...outcome.unknown },
    });
  }
  return { functions, differences: differences.toSorted(byGravity), growth, peak };
}

type Found = Tried & { readonly difference: string };

async function tryAll(runner: CallRunner, tried: readonly Tried[], milliseconds: number) {
  const uses = tried.map(({ use }) => use);
  const base = await runner.execute('base', uses, milliseconds);
  const [again, candidate] = await Promise.all([
    runner.execute('base', uses.slice(0, base.length), 3 * milliseconds),
    runner.execute('candidate', uses.slice(0, base.length), 3 * milliseconds),
  ]);
  const different: Found[] = [];
  const growth: Omit<Growth, 'name'>[] = [];
  const unknown: Record<string, number> = {};
  let compared = 0;
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
      compared += 1;
      if (comparison.kind === 'different') different.push({ ...item, difference: comparison.difference });
      if (result && item.factor > 1)
        growth.push({
          factor: item.factor,
          base: Math.min(first.milliseconds, second.milliseconds),
          candidate: result.milliseconds,
        });
    }
  }
  return { different, growth, unknown, compared, unstable, peak };
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
  if (stability.kind === 'different') return null;
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

const order: readonly Difference['origin'][] = ['captured', 'generated', 'unusual'];
const byGravity = (a: Difference, b: Difference): number => order.indexOf(a.origin) - order.indexOf(b.origin);

/** Looks for a smaller call that shows a difference, too: what is small is understood. */
async function shrunk(runner: CallRunner, name: string, found: Found, budget: Budget): Promise<Difference> {
  let best = found;
  const rounds = found.origin === 'unusual' ? budget.roundsForUnusual : budget.rounds;
  for (let round = 0; round < rounds; round += 1) {
    if (best.use.kind !== 'call') break;
    const smaller = smallerCalls(best.use).map((use): Tried => ({ ...best, use }));
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
    if (item && comparison?.kind === 'different') return { ...item, difference: comparison.difference };
  }
  return null;
}

function reasonsOf(summaries: readonly CaptureSummary[], name: string): Record<string, number> {
  const reasons: Record<string, number> = {};
  for (const summary of summaries)
    if (summary.target === name)
      for (const [reason, count] of Object.entries(summary.reasons))
        reasons[reason] = (reasons[reason] ?? 0) + count;
  return reasons;
}
