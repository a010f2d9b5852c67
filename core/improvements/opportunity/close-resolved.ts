import { Stale } from '../../errors.ts';
import type { Finding } from '../../performance/findings/finding.ts';
import { percent } from '../../performance/findings/finding-draft.ts';
import { isHeavy, shareOfTime, timeByStart } from '../../performance/findings/heavy-endpoint.ts';
import { summarize, type Window } from '../../performance/windows/window.ts';
import { givenTarget, type Manifest, targetOf } from '../../service/manifest.ts';
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
    const reason = whyResolved(improvement, since, manifest);
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
  { endpoint, finding }: Pick<Improvement, 'endpoint' | 'finding'>,
  windows: readonly Window[],
  manifest: CloseResolved['manifest'],
): string | null {
  const ofEndpoint = windows.filter((window) => window.endpoint === endpoint);
  const { count, p50, p95 } = summarize(ofEndpoint);
  const target = targetOf(manifest, endpoint);
  if (count < fewestRequests || p95 > target) return null;
  // Where the operator has meanwhile said what is fast enough, its share does not matter.
  if (finding.kind !== 'heavy-endpoint' || givenTarget(manifest, endpoint) !== undefined)
    return `resolved by itself: ${endpoint} has a p95 of ${p95.toFixed(1)} ms over ${count} requests, within its target of ${target} ms`;
  const share = shareOfTime(ofEndpoint, timeByStart(windows));
  return isHeavy(share, { p50 })
    ? null
    : `resolved by itself: ${endpoint} takes ${percent(share)} of the service's time: ${count} requests with a median of ${p50.toFixed(1)} ms`;
}
