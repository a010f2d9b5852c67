import type { MetricsStore } from '../performance/ports.ts';
import { longestWindow } from '../performance/windows/window-part.ts';
import type { Rollout } from './rollout.ts';

/** The cost of a rollout: responses of the canary with status 500 or above since it began. */
export async function countBadRequests(
  service: string,
  { version, stages }: Rollout,
  metrics: Pick<MetricsStore, 'partsBetween'>,
  now: number,
): Promise<number> {
  const since = stages[0]?.since ?? now;
  const parts = await metrics.partsBetween(service, since - longestWindow, now);
  return parts
    .filter((part) => part.version === version && part.to >= since)
    .reduce((sum, { errors }) => sum + errors, 0);
}
