import type { MetricsStore } from '../../performance/ports.ts';
import { longestWindow } from '../../performance/windows/window-part.ts';
import type { RolloutPlan } from '../../service/manifest.ts';
import type { Service } from '../../service/service.ts';
import { comparisonOf } from '../rollout.ts';
import { type FittedPlan, fitPlan } from './fit-plan.ts';
import { forecastRollout, type RolloutForecast } from './forecast.ts';
import { recentTraffic, trafficSpan } from './traffic.ts';

/** The plan that a rollout follows, and what it is expected to find. */
export interface PlannedRollout extends FittedPlan {
  /** Null if less than a minute was measured in the last hour: then the plan is as written. */
  readonly forecast: RolloutForecast | null;
}

/** Plans the next rollout of a service from the requests of its last hour. @param now milliseconds since 1970. */
export async function planRollout(
  { name, manifest, deployment }: Pick<Service, 'name' | 'manifest' | 'deployment'>,
  metrics: Pick<MetricsStore, 'partsBetween'>,
  now: number,
): Promise<PlannedRollout> {
  const plan: RolloutPlan = manifest.rollout;
  const parts = await metrics.partsBetween(name, now - trafficSpan - longestWindow, now);
  const traffic = recentTraffic(parts, now);
  if (!traffic) return { plan, kind: 'as-written', forecast: null };
  const comparison = comparisonOf(deployment, plan);
  const fitted = fitPlan(plan, comparison, traffic);
  return { ...fitted, forecast: forecastRollout(fitted.plan, comparison, traffic) };
}
