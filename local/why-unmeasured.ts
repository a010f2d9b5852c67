import type { MetricsStore } from '#core/performance/ports.ts';
import type { RunningService } from './run-service.ts';

/** Why nothing is known of a service's performance, as one clause; null if it was measured. */
export async function whyUnmeasured(
  { repository, url, since, requests }: Pick<RunningService, 'repository' | 'url' | 'since' | 'requests'>,
  metrics: Pick<MetricsStore, 'partsBetween'>,
): Promise<string | null> {
  // Its health checks are measured, too, and do not come through its address.
  if (requests() === 0)
    return `no request came to ${url}; send requests there, or play a file of them with --traffic`;
  const { name } = repository.manifest;
  const parts = await metrics.partsBetween(name, since, Date.now());
  return parts.length > 0
    ? null
    : `none of the ${requests()} requests to it was measured; its log may say why`;
}
