import type { DataFolder } from '../data-folder/data-folder.ts';
import { isLocked, lock } from '../data-folder/lock.ts';
import { distantDesk } from './distant-desk.ts';
import { restingDesk } from './resting-desk.ts';
import { findInstance } from './running-instance.ts';
import type { ServiceDesk, ServiceLine } from './service-desk.ts';

/**
 * Changes the services of a data folder: through the instance that uses it, or in its files while none does.
 * @throws Unavailable `instance/not-ready` while an instance is starting, and what `task` throws.
 */
export async function withDesk<Value>(
  folder: DataFolder,
  task: (desk: ServiceDesk) => Promise<Value>,
): Promise<Value> {
  if (isLocked(folder.lock)) return task(distantDesk(findInstance(folder)));
  const unlock = lock(folder.lock);
  try {
    return await task(restingDesk(folder.services));
  } finally {
    unlock();
  }
}

/** The services that run, or those that the next start runs: to read them locks nothing. */
export const listServices = (folder: DataFolder): Promise<readonly ServiceLine[]> =>
  (isLocked(folder.lock) ? distantDesk(findInstance(folder)) : restingDesk(folder.services)).list();
