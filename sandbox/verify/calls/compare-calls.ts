import type { CallEvidence } from '#core/proof/call-evidence.ts';
import type { ChangedFile } from '../../patch/apply-patch.ts';
import type { RecordedCall, RecordedHistory, RecordedUse } from '../../runners/node/encoded.ts';
import type { CaptureSummary } from '../../runners/node/plan.ts';
import type { CallRunner } from './call-runner.ts';
import { dropsCheck } from './dropped-check.ts';
import { type Growth, type MeasuredCall, measureSuspectsAgain } from './growth.ts';
import { lostShare, reasonsOf } from './losses.ts';
import { type ShrinkingRounds, shrunk, smallestOfEachOrigin } from './smallest-difference.ts';
import { type Difference, type Found, isForAPerson, type Tried } from './tried.ts';
import { tryUses } from './try-uses.ts';
import { unexercisedCode } from './unexercised.ts';
import type { Literals } from './vary/literals.ts';
import { ofSeenKinds } from './vary/seen-kinds.ts';
import { longerCall, observedIn, varyCalls } from './vary/vary-calls.ts';
import { varyHistories } from './vary/vary-histories.ts';
import { varyAnswers } from './vary-answers.ts';
import { weigh } from './weigh.ts';

/** What comparing showed; what could not be compared at all is added by the gate. */
export type CallComparison = Omit<CallEvidence, 'unseen'>;
type FunctionComparison = CallEvidence['functions'][number];

interface Budget extends ShrinkingRounds {
  /** Made-up calls of each function, and made-up lives of objects of each class. */
  readonly calls: number;
  readonly histories: number;
  /** Milliseconds for each execution of a list of calls. */
  readonly milliseconds: number;
}

const usual: Budget = { calls: 960, histories: 600, milliseconds: 4_000, rounds: 8, roundsForUnusual: 2 };

/** One call at most is made so long, to tell whether its time grows otherwise. */
const mostValuesOfDoubtful = 80_000;

/** Calls to which collaborators answer otherwise, beside so many with other arguments. */
const shareOfAnswers = 0.2;

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
    const isOfSeenKinds = ofSeenKinds(own);
    const outcome = await tryUses(
      runner,
      [...captured, ...varied],
      budget.milliseconds,
      (use, was, is) => isOfSeenKinds(use) && dropsCheck(use, was, is, literals.names),
    );
    compared.push(...outcome.comparedUses);
    peak = {
      base: Math.max(peak.base, outcome.peak.base),
      candidate: Math.max(peak.candidate, outcome.peak.candidate),
    };
    const weighed = await weigh(runner, outcome.different, budget.milliseconds);
    for (const found of toShow(smallestOfEachOrigin(weighed)))
      differences.push(await shrunk(runner, name, found, budget));
    const timed = outcome.timed.map((times): MeasuredCall => ({ name, ...times }));
    const longer = (use: RecordedUse, factor: number) =>
      use.kind === 'call'
        ? longerCall(use, factor, observedIn(own.filter(isCall), literals), mostValuesOfDoubtful)
        : null;
    growth.push(...withoutUses(await measureSuspectsAgain(runner, timed, budget.milliseconds / 2, longer)));
    const summariesOfIt = summaries.filter(({ target }) => target === name);
    functions.push({
      name,
      captured: captured.length,
      generated: varied.length,
      compared: outcome.comparedUses.length,
      unstable: outcome.unstable,
      unknown: { ...reasonsOf(summariesOfIt), ...outcome.unknown },
      lost: lostShare(summariesOfIt, outcome.captured),
    });
  }
  // A candidate that is rejected needs no further evidence.
  const isRejected = differences.some((difference) => !isForAPerson(difference));
  const coverage = isRejected ? {} : await runner.countBlocks(compared, budget.milliseconds / 2);
  const unexercised = isRejected ? [] : [...unexercisedCode(changes, coverage)];
  return { functions, differences: differences.toSorted(byGravity), unexercised, growth, peak };
}

const isCall = (use: RecordedUse): use is RecordedCall => use.kind === 'call';

function vary(
  own: readonly RecordedUse[],
  literals: Literals,
  budget: Budget,
  seed: number,
): readonly Tried[] {
  const calls = own.filter(isCall);
  const histories = own.filter((use): use is RecordedHistory => use.kind === 'history');
  return [
    ...varyCalls(calls, literals, budget.calls, seed),
    ...varyAnswers(calls, literals, Math.round(budget.calls * shareOfAnswers), seed),
    ...varyHistories(histories, literals, budget.histories, seed),
  ].map(({ use, isWithinObserved, factor }) => ({
    use,
    origin: isWithinObserved ? 'generated' : 'unusual',
    factor,
  }));
}

/** Who is told why a candidate is rejected needs no question for a person beside it; each takes executions to make small. */
function toShow(found: readonly Found[]): readonly Found[] {
  const rejecting = found.filter((one) => !isForAPerson(one));
  return rejecting.length === 0 ? found : rejecting.toSorted(byGravity).slice(0, 1);
}

const withoutUses = (timed: readonly MeasuredCall[]): readonly Growth[] =>
  timed.map(({ name, factor, base, candidate }) => ({ name, factor, base, candidate }));

const order: readonly Difference['origin'][] = ['captured', 'generated', 'collaborator', 'unusual'];
const byGravity = (a: Pick<Difference, 'origin'>, b: Pick<Difference, 'origin'>): number =>
  order.indexOf(a.origin) - order.indexOf(b.origin);
