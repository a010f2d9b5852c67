import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { moveTo } from '../improvement.ts';
import { withReleaseIfMerged } from '../rollout/record-release.ts';
import { canBecome } from '../status.ts';

type FailImprovementDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'now'
>;

/**
 * Handles an error that no step could handle: a version with traffic, or merged into the branch, is rolled back;
 * otherwise the improvement is closed as `failed` and may be tried again.
 */
export async function failImprovement(
  id: string,
  reason: string,
  needs: FailImprovementDependencies,
): Promise<{ decision: 'rollback' | 'stop' }> {
  const { improvements, services, now } = needs;
  const improvement = await withReleaseIfMerged(await improvements.load(id), needs);
  const isReleased = improvement.release !== null && canBecome(improvement.status, 'rolling-back');
  if (isReleased && improvement.status !== 'applied') return { decision: 'rollback' };
  if (canBecome(improvement.status, 'failed'))
    await improvements.save(
      moveTo(improvement, { to: 'failed', actor: workflowActor, at: now(), reason, impact: 0 }),
    );
  await services.releaseRollout(improvement.service, id);
  return { decision: 'stop' };
}
