import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { withReleaseIfMerged } from '../rollout/record-release.ts';
import { canBecome } from '../status.ts';

type FailImprovementDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'now'
>;

interface Failure {
  readonly actor: string;
  readonly reason: string;
}

/** Handles an error that no step could handle. @returns whether it has to be rolled back. */
export async function failImprovement(
  id: string,
  reason: string,
  needs: FailImprovementDependencies,
): Promise<{ decision: 'rollback' | 'stop' }> {
  const found = await needs.improvements.load(id);
  const { decision } = await closeFailed(found, { actor: workflowActor, reason }, needs);
  return { decision };
}

/**
 * A version with traffic, or merged into the branch, has to be rolled back; otherwise the improvement is closed as
 * `failed` and may be tried again.
 * @throws Stale if the improvement has changed since it was read.
 */
export async function closeFailed(
  found: Improvement,
  { actor, reason }: Failure,
  needs: FailImprovementDependencies,
): Promise<{ decision: 'rollback' | 'stop'; improvement: Improvement }> {
  const { improvements, services, now } = needs;
  let improvement = await withReleaseIfMerged(found, needs);
  const isReleased = improvement.release !== null && canBecome(improvement.status, 'rolling-back');
  if (isReleased && improvement.status !== 'applied') return { decision: 'rollback', improvement };
  if (canBecome(improvement.status, 'failed'))
    improvement = await improvements.save(
      moveTo(improvement, { to: 'failed', actor, at: now(), reason, impact: 0 }),
    );
  await services.releaseRollout(improvement.service, improvement.id);
  return { decision: 'stop', improvement };
}
