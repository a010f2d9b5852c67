import { type Manifest, targetOf } from '../service/manifest.ts';
import type { Finding } from './finding.ts';
import type { HealthSignals } from './health.ts';
import { countAbove } from './sketch.ts';
import { summarise, type Window } from './window.ts';

export interface ReadHealth {
  readonly manifest: Pick<Manifest, 'targets'>;
  readonly windows: readonly Window[];
  readonly findings: readonly Finding[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** What the rollouts of the service say. */
  readonly regression?: HealthSignals['regression'];
  /** Share of the requests that should succeed, the service level objective. */
  readonly objective?: number;
}

const hour = 3_600_000;

/** The signals that windows and findings give. Limits of processes and prices are not known here. */
export function healthSignals({
  manifest,
  windows,
  findings,
  now,
  regression = 'none',
  objective = 0.99,
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
    burn: Math.max(since(now - hour), since(now - 6 * hour)) / (1 - objective),
    regression,
    leak: findings.some(({ kind }) => kind === 'memory-growth') ? { hoursToLimit: null } : null,
    cost: null,
  };
}
