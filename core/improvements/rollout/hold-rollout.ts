import { describeProgress, hasMoved, type RolloutProgress } from '../../rollouts/progress.ts';
import { begunAt, type Rollout } from '../../rollouts/rollout.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import type { CheckResult } from './check-decision.ts';

/** Leaves the rollout as it is until the next check, and says on its record how far it is, if something moved. */
export async function holdRollout(
  { improvements }: Pick<ImprovementDependencies, 'improvements'>,
  improvement: Improvement,
  rollout: Rollout,
  progress: RolloutProgress,
): Promise<CheckResult> {
  const { at, waitsFor } = progress;
  const since = rollout.stages.at(-1)?.since ?? begunAt(rollout);
  if (hasMoved(rollout.progress, progress, since)) {
    const event = { type: 'progressed', actor: workflowActor, at, reason: describeProgress(progress) };
    await improvements.save(note(improvement, event, { rollout: { ...rollout, progress } }));
  }
  return { decision: 'hold', reason: waitsFor };
}
