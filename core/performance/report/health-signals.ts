import { type Manifest, targetOf } from '../../service/manifest.ts';
import { hour } from '../../time.ts';
import type { Finding } from '../findings/finding.ts';
import { hoursToLimit } from '../memory/memory-growth.ts';
import { countAbove } from '../sketch/sketch.ts';
import { summarize, type Traffic, type Window } from '../windows/window.ts';
import { type LambdaResources, requestCost } from './endpoint-costs.ts';
import type { HealthSignals } from './health.ts';

export interface HealthInput {
  readonly manifest: Pick<Manifest, 'targets' | 'lambda'>;
  readonly windows: readonly Window[];
  readonly findings: readonly Finding[];
  /** Windows of the day before, if measured. */
  readonly dayBefore?: readonly Window[];
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The result of the service's rollouts; if there is none, findings may give one. */
  readonly regression?: HealthSignals['regression'];
}

/** The signals from windows and findings. Process limits and prices are known only for services on Lambda. */
export function healthSignals({
  manifest,
  windows,
  findings,
  now,
  dayBefore = [],
  regression = findings.some(({ kind }) => kind === 'regression') ? 'suspected' : 'none',
}: HealthInput): HealthSignals {
  const since = (start: number) => summarize(windows.filter((window) => window.start >= start));
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
    burn:
      Math.max(since(now - hour).errorRate, since(now - 6 * hour).errorRate) /
      (1 - manifest.targets.availability),
    regression,
    leak: leakIn(findings, manifest.lambda),
    cost: manifest.lambda ? costOf(since(now - hour), summarize(dayBefore), manifest.lambda) : null,
  };
}

function leakIn(findings: readonly Finding[], lambda: Manifest['lambda']): HealthSignals['leak'] {
  const growth = findings.find(({ kind }) => kind === 'memory-growth');
  if (!growth) return null;
  return { hoursToLimit: hoursToLimit(growth.evidence.at(-1)?.value ?? 0, growth.measured, lambda) };
}

/** US dollars per request, of the last hour and of the day before. */
function costOf(now: Traffic, before: Traffic, lambda: LambdaResources): HealthSignals['cost'] {
  if (now.count === 0 || before.count === 0) return null;
  const item = ({ count, sum }: Traffic) => requestCost(count, sum, lambda) / count;
  return { baseline: item(before), current: item(now) };
}
