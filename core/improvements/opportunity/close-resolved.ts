import { Stale } from '../../errors.ts';
import type { Finding } from '../../performance/findings/finding.ts';
import { heavyShare, shareOfTime, timeByStart } from '../../performance/findings/heavy-endpoint.ts';
import { summarize, type Window } from '../../performance/windows/window.ts';
import { type Manifest, targetOf } from '../../service/manifest.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { listAllImprovements } from '../list-all-improvements.ts';

export interface CloseResolved {
  readonly manifest: Pick<Manifest, 'name' | 'targets'>;
  readonly windows: readonly Window[];
  /** All that is wrong now. */
  readonly findings: readonly Pick<Finding, 'kind' | 'endpoint'>[];
}

const actor = 'system:analysis';
/** Requests within the target since it was recorded: fewer prove nothing. */
const fewestRequests = 100;

/**
 * Closes opportunities whose endpoint is within its target again, or no longer heavy: it was fixed by hand, or the cause is
 * gone. An opportunity that is started at the same moment stays open.
 */
export async function closeResolved(
  { manifest, windows, findings }: CloseResolved,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<readonly Improvement[]> {
  const closed: Improvement[] = [];
  const waiting = await listAllImprovements(improvements, { service: manifest.name, status: 'opportunity' });
  for (const improvement of waiting) {
    const { endpoint, finding, updatedAt } = improvement;
    if (findings.some((item) => item.endpoint === endpoint && item.kind === finding.kind)) continue;
    const since = windows.filter(({ start }) => start >= updatedAt);
    const reason = whyResolved(endpoint, since, finding.kind, targetOf(manifest, endpoint));
    if (reason === null) continue;
    try {
      const change = moveTo(improvement, { to: 'rejected', actor, at: now(), reason, impact: 0 });
      closed.push(await improvements.save(change));
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
  return closed;
}

/** @returns null as long as it is not. */
function whyResolved(
  endpoint: string,
  windows: readonly Window[],
  kind: Finding['kind'],
  target: number,
): string | null {
  const ofEndpoint = windows.filter((window) => window.endpoint === endpoint);
  const { count, p95 } = summarize(ofEndpoint);
  if (count < fewestRequests || p95 > target) return null;
  const share = shareOfTime(ofEndpoint, timeByStart(windows));
  if (kind === 'heavy-endpoint' && share >= heavyShare) return null;
  const isNow =
    kind === 'heavy-endpoint'
      ? `takes ${(100 * share).toFixed(0)} % of the service's time over ${count} requests`
      : `has a p95 of ${p95.toFixed(1)} ms over ${count} requests, within its target of ${target} ms`;
  return `resolved by itself: ${endpoint} ${isNow}`;
}
