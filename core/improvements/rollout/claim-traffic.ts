import { Unavailable } from '../../errors.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { isOpen } from '../status.ts';

/**
 * Reserves the service's traffic for an improvement: two rollouts at a time would mix their evidence. A claim is
 * taken over if its holder has ended without releasing it.
 * @throws Unavailable `service/rollout-under-way` (worth repeating).
 */
export async function claimTraffic(
  id: string,
  service: string,
  { improvements, services }: Pick<ImprovementDependencies, 'improvements' | 'services'>,
): Promise<void> {
  const holder = await services.claimRollout(service, id);
  if (holder === id) return;
  const { status } = await improvements.load(holder);
  if (isOpen(status))
    throw new Unavailable(
      `improvement ${holder} of the same service is ${status}; wait until it has ended.`,
      {
        code: 'service/rollout-under-way',
        data: { improvement: holder, status },
      },
    );
  await services.releaseRollout(service, holder);
  await claimTraffic(id, service, { improvements, services });
}
