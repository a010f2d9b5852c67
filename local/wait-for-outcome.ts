import type { Improvement } from '#core/improvements/improvement.ts';
import { listAllImprovements } from '#core/improvements/list-all-improvements.ts';
import { isOpen } from '#core/improvements/status.ts';
import { second } from '#core/time.ts';
import { stores } from '#functions/composition/stores.ts';
import type { Raters } from './demo/raters.ts';
import { countFailures } from './failures.ts';
import { insist } from './insist.ts';
import type { LoopGoal } from './loop-goal.ts';
import { pause } from './pause.ts';
import { type RunSummary, runSummary } from './progress/run-summary.ts';
import { isOfRun, type RunEnd } from './run-end.ts';
import type { RunningService } from './run-service.ts';
import type { ManagedService } from './services/running-desk.ts';
import { startedBy } from './services/started-by.ts';
import { messageOf } from './warn.ts';
import { whyUnmeasured } from './why-unmeasured.ts';

/** Traffic after the last change. */
const settleMilliseconds = 7 * second;
const lookMilliseconds = second / 2;

export interface RunOutcome {
  readonly service: string;
  readonly end: RunEnd;
  /** Null if the service did not run. */
  readonly report: RunSummary | null;
  /** Null if the loop finished, otherwise what is missing. */
  readonly lacking: string | null;
}

export interface Wait {
  readonly goal: LoopGoal;
  /** When to stop waiting, by `performance.now()`. */
  readonly deadline: number;
  /** Whether the run ends then; an instance that serves goes on until it can sum up. */
  readonly once: boolean;
  /** When the run began, by `performance.now()`. */
  readonly begun: number;
  /** Of the storefront. */
  readonly raters: Raters | null;
  /** The learning events so far. */
  readonly events: () => number;
  readonly onLook: () => void;
  readonly signal: AbortSignal;
}

/** Waits until the loop of a service has finished or cannot finish, and sums up. */
export async function waitForOutcome(service: ManagedService, wait: Wait): Promise<RunOutcome> {
  const { goal, deadline, once, signal } = wait;
  const { name } = service;
  const running = await startedBy(service, deadline, signal);
  if (running === null)
    return {
      service: name,
      end: 'failed',
      report: null,
      lacking: `it did not start: ${messageOf(service.failure() ?? 'it takes too long')}`,
    };
  const isSeen = await waitFor(name, running.since, wait);
  const settled = Date.now();
  await pause(settleMilliseconds, signal);

  const sumUp = async (): Promise<RunOutcome> => {
    const improvements = await improvementsOf(name, running.since, goal);
    const own = improvements.filter(isOfRun(running.since));
    const reached = goal.endOf(own, isSeen);
    const unmeasured =
      reached === 'nothing-to-improve' ? await whyUnmeasured(running, stores().metrics) : null;
    const end = unmeasured === null ? reached : 'not-measured';
    const report = await summaryOf(running, end, settled, improvements, wait);
    return {
      service: name,
      end,
      report,
      lacking: unmeasured ?? (isSeen ? goal.missing(report) : goal.lacking(improvements)),
    };
  };
  return once ? sumUp() : insist('the summary', sumUp, signal);
}

async function improvementsOf(
  service: string,
  since: number,
  { countsEarlier }: LoopGoal,
): Promise<readonly Improvement[]> {
  const all = await listAllImprovements(stores().improvements, { service });
  return countsEarlier ? all : all.filter(isOfRun(since));
}

function summaryOf(
  { repository, since }: RunningService,
  end: RunEnd,
  settled: number,
  improvements: readonly Improvement[],
  { begun, raters, events }: Wait,
): Promise<RunSummary> {
  const canaries = improvements.map(({ rollout }) => rollout?.stages[0]?.since ?? settled);
  return runSummary({
    manifest: repository.manifest,
    end,
    duration: (performance.now() - begun) / 1_000,
    feedback: { events: raters?.events() ?? 0, users: raters?.users ?? [] },
    before: { from: since, to: Math.min(settled, ...canaries) },
    after: { from: settled, to: Date.now() },
    improvements: improvements.filter(isOfRun(since)).filter(isDecided).toReversed(),
    learningEvents: events(),
  });
}

/** An improvement that is still generated or tested has nothing to report yet. */
const isDecided = ({ status }: Improvement): boolean => !isOpen(status) || status === 'awaiting-approval';

/** @returns whether the goal was reached before the deadline. */
async function waitFor(
  service: string,
  since: number,
  { goal, deadline, onLook, signal }: Wait,
): Promise<boolean> {
  const failures = countFailures(`the look at the improvements of ${service}`);
  for (;;) {
    let wait = lookMilliseconds;
    try {
      if (goal.isReached(await improvementsOf(service, since, goal))) return true;
      failures.succeeded();
    } catch (error) {
      wait = failures.failed(error);
    }
    if (performance.now() > deadline) return false;
    onLook();
    await pause(wait, signal);
  }
}
