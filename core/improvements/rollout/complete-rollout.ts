import { countBadRequests } from '../../rollouts/count-bad-requests.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { moveTo } from '../improvement.ts';

/** Promotes the new version and stops the baseline, unless it was rolled back at the last moment. */
export async function completeRollout(
  id: string,
  {
    improvements,
    services,
    metrics,
    fleet,
    now,
  }: Pick<ImprovementDependencies, 'improvements' | 'services' | 'metrics' | 'fleet' | 'now'>,
): Promise<void> {
  const improvement = await improvements.load(id);
  const { rollout } = improvement;
  if (!rollout || (improvement.status !== 'watching' && improvement.status !== 'applied')) return;
  if (improvement.status === 'watching') {
    const badRequests = await countBadRequests(improvement.service, rollout, metrics, now());
    const reason = rollout.judgment?.reason ?? 'every step was safe';
    await improvements.save(
      moveTo(
        improvement,
        { to: 'applied', actor: workflowActor, at: now(), reason, impact: 1 },
        { verdict: 'safe', rollout: { ...rollout, badRequests } },
      ),
    );
  }
  await fleet.promote(improvement.service, rollout.version);
  await services.releaseRollout(improvement.service, id);
}
