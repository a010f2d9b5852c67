import { Stale } from '../../errors.ts';
import { hour, minute } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import type { Improvement } from '../improvement.ts';
import type { ExecutionState } from '../ports.ts';
import { closeFailed } from '../rollback/fail-improvement.ts';
import { listWorkedOn } from './list-worked-on.ts';
import { resume } from './resume.ts';
import { type EntryStage, stageOf } from './stage-of.ts';

type ReconcileDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'workflow' | 'now'
>;

/** What was done about an improvement that no execution worked on. */
export interface Reconciled {
  readonly id: string;
  /** Its status before. */
  readonly status: Improvement['status'];
  readonly outcome: 'resumed' | 'rolling-back' | 'failed';
  readonly reason: string;
}

export interface ReconcileOptions {
  readonly service: string;
  /** Whether nothing else can be starting an execution, as at the start of a process: then nothing is waited for. */
  readonly atOnce: boolean;
}

const actor = 'system:reconciler';

/** How often a stage is continued before its improvement is failed, or rolled back if it has traffic. */
export const mostResumes = 5;

/** A release job that outlives its execution may still merge. Its own time limit, and some more. */
const releasing = 40 * minute;

/**
 * Finds the improvements of a service that no execution works on although one should, and continues each, or ends it.
 *
 * - An execution that a person stopped is not continued: its improvement fails, and rolls back if it has traffic.
 * - A rollback is always continued, however it ended: no other way out is safe.
 * - Everything else is continued a few times, after growing pauses; then it ends as above.
 *
 * @returns what was done. @throws the first error, once all improvements were looked at.
 */
export async function reconcile(
  { service, atOnce }: ReconcileOptions,
  needs: ReconcileDependencies,
): Promise<readonly Reconciled[]> {
  const all = await listWorkedOn(service, needs.improvements);
  const settled = await Promise.allSettled(all.map((improvement) => settle(improvement, atOnce, needs)));
  const failure = settled.find((result) => result.status === 'rejected');
  if (failure) throw failure.reason;
  return settled.flatMap((result) => (result.status === 'fulfilled' && result.value ? [result.value] : []));
}

async function settle(
  improvement: Improvement,
  atOnce: boolean,
  needs: ReconcileDependencies,
): Promise<Reconciled | null> {
  const { id, status, execution, resumes, updatedAt } = improvement;
  const stage = stageOf(improvement);
  const rests = !atOnce && needs.now() - updatedAt < pauseAfter(resumes);
  if (stage === null || rests) return null;
  const state = execution === null ? 'unknown' : await needs.workflow.stateOf(execution);
  if (state === 'running') return null;
  const isLast = stage !== 'rollback' && (state === 'stopped' || resumes >= mostResumes);
  const reason = reasonOf(improvement, state);
  try {
    const outcome = isLast
      ? await giveUp(improvement, reason, needs)
      : await goOn(improvement, stage, reason, needs);
    return outcome && { id, status, outcome, reason };
  } catch (error) {
    // Another writer was faster: somebody works on it.
    if (error instanceof Stale) return null;
    throw error;
  }
}

const endings: Readonly<Record<Exclude<ExecutionState, 'running'>, string>> = {
  succeeded: 'its execution ended',
  failed: 'its execution failed',
  'timed-out': 'its execution took too long',
  stopped: 'its execution was stopped by a person',
  unknown: 'its execution was lost',
};

function reasonOf({ status, execution, resumes }: Improvement, state: keyof typeof endings): string {
  const name = execution === null ? '' : ` (${execution})`;
  return `${endings[state]} while it was ${status}${timesContinued(resumes)}${name}`;
}

function timesContinued(resumes: number): string {
  if (resumes === 0) return '';
  return `, after it was continued ${resumes === 1 ? 'once' : `${resumes} times`}`;
}

/** Also before the first time: what changed the record may be about to start an execution. */
const pauseAfter = (resumes: number): number => Math.min(hour, minute * 2 ** resumes);

async function goOn(
  improvement: Improvement,
  from: EntryStage,
  reason: string,
  needs: ReconcileDependencies,
): Promise<'resumed'> {
  await resume(improvement, { from, actor, reason }, needs);
  return 'resumed';
}

async function giveUp(
  improvement: Improvement,
  reason: string,
  needs: ReconcileDependencies,
): Promise<'failed' | 'rolling-back' | null> {
  const { status, release, updatedAt } = improvement;
  if (status === 'deploying' && release === null && needs.now() - updatedAt < releasing) return null;
  const { decision, improvement: left } = await closeFailed(improvement, { actor, reason }, needs);
  if (decision === 'stop') return 'failed';
  await resume(left, { from: 'rollback', actor, reason }, needs);
  return 'rolling-back';
}
