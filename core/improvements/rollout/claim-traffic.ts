import { Unavailable } from '../../errors.ts';
import { minute } from '../../time.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { isOpen } from '../status.ts';

/** An applied improvement releases the traffic right after its version is promoted; a minute is more than that takes. */
const promoting = minute;

/**
 * Reserves the service's traffic for an improvement: two rollouts at a time would mix their evidence. A claim is
 * taken over if its holder has ended without releasing it.
 * @throws Unavailable `service/rollout-under-way` (worth repeating).
 */
export async function claimTraffic(
  id: string,
  service: string,
  needs: Pick<ImprovementDependencies, 'improvements' | 'services' | 'now'>,
): Promise<void> {
  const { improvements, services, now } = needs;
  const holder = await services.claimRollout(service, id);
  if (holder === id) return;
  const { status, updatedAt } = await improvements.load(holder);
  if (isOpen(status) || (status === 'applied' && now() - updatedAt < promoting))
    throw new Unavailable(
      `improvement ${holder} of the same service is ${status}; wait until it has released the traffic.`,
      {
        code: 'service/rollout-under-way',
        data: { improvement: holder, status },
      },
    );
  await services.releaseRollout(service, holder);
  await claimTraffic(id, service, needs);
}
