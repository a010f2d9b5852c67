import { type Manifest, targetOf } from '../service/manifest.ts';
import type { Finding } from './findings/finding.ts';
import type { HealthSignals } from './health.ts';
import { countAbove } from './sketch.ts';
import { summarise, type Window } from './window.ts';

export interface ReadHealth {
  readonly manifest: Pick<Manifest, 'targets'>;
  readonly windows: readonly Window[];
  readonly findings: readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the rollouts of the service say; where they say nothing, its findings may. */
  readonly regression?: HealthSignals['regression'];
}

const hour = 3_600_000;

/** The signals that windows and findings give. Limits of processes and prices are not known here. */
export function healthSignals({
  manifest,
  windows,
  findings,
  now,
  regression = findings.some(({ kind }) => kind === 'regression') ? 'suspected' : 'none',
}: ReadHealth): HealthSignals {
  const since = (start: number) => summarise(windows.filter((window) => window.start >= start)).errorRate;
  const late = (times: number) =>
    windows.reduce(
      (sum, { sketch, endpoint }) => sum + countAbove(sketch, times * targetOf(manifest, endpoint)),
      0,
    );
  const requests = windows.reduce((sum, { count }) => sum + count, 0);
  const unsatisfied = late(1);
  return {
    requests,
    satisfied: requests - unsatisfied,
    tolerable: unsatisfied - late(4),
    burn: Math.max(since(now - hour), since(now - 6 * hour)) / (1 - manifest.targets.availability),
    regression,
    leak: findings.some(({ kind }) => kind === 'memory-growth') ? { hoursToLimit: null } : null,
    cost: null,
  };
}
