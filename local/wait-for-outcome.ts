import type { Improvement } from '#core/improvements/improvement.ts';
import { listAllImprovements } from '#core/improvements/list-all-improvements.ts';
import { isOpen } from '#core/improvements/status.ts';
import { minute, second } from '#core/time.ts';
import { stores } from '#functions/composition/stores.ts';
import { markSeen } from './data-folder/set-aside.ts';
import { countFailures } from './failures.ts';
import { insist } from './insist.ts';
import type { LoopGoal } from './loop-goal.ts';
import { pause } from './pause.ts';
import { type RunSummary, runSummary } from './progress/run-summary.ts';
import type { TrafficSender } from './send-traffic.ts';
import type { StartedParts } from './start-everything.ts';
import type { UpOptions } from './up-options.ts';

/** Traffic before anything is judged, and after the last change. */
const baselineMilliseconds = 8 * second;
const settleMilliseconds = 7 * second;
const lookMilliseconds = second / 2;
const examplePatience = 12 * minute;
const servicePatience = 10 * minute;

export interface RunOutcome {
  readonly report: RunSummary;
  /** Null if the loop finished, otherwise what is missing. */
  readonly lacking: string | null;
}

/** Starts the analysis, waits until the loop has finished or cannot finish, and sums up. */
export async function waitForOutcome(
  options: UpOptions,
  { isExample, goal, system, repository, printer, running, progress }: StartedParts,
  { since, raters }: TrafficSender,
  begun: number,
): Promise<RunOutcome> {
  const { manifest } = repository;
  const { signal } = options;
  await pause(baselineMilliseconds, signal);
  running.startAnalysis();
  const patience = isExample ? examplePatience : options.once ? servicePatience : Number.POSITIVE_INFINITY;
  const isSeen = await waitFor(manifest.name, goal, begun + patience, signal, () =>
    printer.progress(`${raters?.events() ?? 0} messages rated, ${progress.events()} learning events`),
  );
  const settled = Date.now();
  await pause(settleMilliseconds, signal);
  if (isSeen && isExample) markSeen(system.folder.root);

  const sumUp = async (): Promise<RunOutcome> => {
    const improvements = await listAllImprovements(stores().improvements, { service: manifest.name });
    // Rollouts of an earlier instance are older than this one's traffic.
    const canaries = improvements
      .map(({ rollout }) => rollout?.stages[0]?.since ?? settled)
      .filter((begin) => begin > since);
    const report = await runSummary({
      manifest,
      duration: (performance.now() - begun) / 1_000,
      feedback: { events: raters?.events() ?? 0, users: raters?.users ?? [] },
      before: { from: since, to: Math.min(settled, ...canaries) },
      after: { from: settled, to: Date.now() },
      improvements: improvements.filter(isDecided).toReversed(),
      learningEvents: progress.events(),
    });
    return { report, lacking: isSeen ? missing(report, isExample) : goal.lacking(improvements) };
  };
  // A run that is to end says that it cannot sum up; an instance that serves goes on serving until it can.
  const outcome = options.once ? await sumUp() : await insist('the summary', sumUp, signal);
  await printer.end();
  return outcome;
}

/** An improvement that is still generated or tested has nothing to report yet. */
const isDecided = ({ status }: Improvement): boolean => !isOpen(status) || status === 'awaiting-approval';

/** Parts of the run that have no improvement of their own. */
function missing({ feedback, preferences }: RunSummary, isExample: boolean): string | null {
  if (!isExample) return null;
  if (feedback.events === 0) return 'no feedback arrived';
  return preferences.length === 0 ? 'no preference was learned' : null;
}

async function waitFor(
  service: string,
  goal: LoopGoal,
  deadline: number,
  signal: AbortSignal,
  onLook: () => void,
): Promise<boolean> {
  const failures = countFailures('the look at the improvements');
  for (;;) {
    let wait = lookMilliseconds;
    try {
      if (goal.isReached(await listAllImprovements(stores().improvements, { service }))) return true;
      failures.succeeded();
    } catch (error) {
      wait = failures.failed(error);
    }
    if (performance.now() > deadline) return false;
    onLook();
    await pause(wait, signal);
  }
}
