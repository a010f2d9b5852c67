import { Conflict } from '../../errors.ts';
import type { Service } from '../../service/service.ts';
import { day } from '../../time.ts';
import { isApproved } from '../approval/is-approved.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';

const week = 7 * day;
/** One rollout of a service at a time: a week has fewer. */
const mostRollouts = 50;

/**
 * Lets a rollout start without a person only while the canaries of the last seven days have failed fewer requests than the
 * service's `policy.canaryFailuresPerWeek`. Otherwise the improvement is left to an approver, with the reason; what is
 * approved may start.
 * @throws Conflict `rollout/failures-spent`.
 */
export async function assertFailuresLeft(
  improvement: Improvement,
  { name, manifest: { policy } }: Pick<Service, 'name' | 'manifest'>,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<void> {
  if (isApproved(improvement)) return;
  const at = now();
  const ended = await Promise.all(
    (['applied', 'rolled-back'] as const).map((ending) =>
      improvements.list({ service: name, status: ending, limit: mostRollouts }),
    ),
  );
  const spent = ended
    .flatMap(({ items }) => items)
    .filter(({ rollout }) => rollout !== null && (rollout.stages.at(-1)?.until ?? 0) > at - week)
    .reduce((sum, { rollout }) => sum + (rollout?.badRequests ?? 0), 0);
  const limit = policy.canaryFailuresPerWeek;
  if (spent < limit) return;
  const reason = `the canaries of the last seven days failed ${spent} requests, and a person decides from ${limit} on`;
  if (improvement.status === 'tested')
    await improvements.save(
      moveTo(improvement, { to: 'awaiting-approval', actor: workflowActor, at, reason, impact: 0 }),
    );
  throw new Conflict(`${reason}.`, { code: 'rollout/failures-spent', data: { service: name, spent, limit } });
}
