import type { MetricsStore } from '#core/performance/ports.ts';
import { partsOf, type WindowPart } from '#core/performance/windows/window-part.ts';
import type { ScriptedFleet } from './scripted-fleet.ts';
import { endpoint } from './slow-shop.ts';

/** How the new version responds: share of failures, and durations in multiples of the old version's. */
export interface Behavior {
  readonly failing: number;
  readonly times: number;
}

export const better: Behavior = { failing: 0, times: 0.2 };
export const broken: Behavior = { failing: 0.5, times: 0.2 };

const interval = 100;
const requestsPerInterval = 40;
const sound: Behavior = { failing: 0, times: 1 };

/**
 * Measures the requests of both versions as their recorders would, split by the fleet's current weight.
 * @returns a function that stops it, once the first requests are measured: a rollout needs them to compare with.
 */
export async function simulateTraffic(
  service: string,
  fleet: Pick<ScriptedFleet, 'baseline' | 'canary' | 'weight'>,
  metrics: Pick<MetricsStore, 'saveParts'>,
  canary: Behavior,
): Promise<() => Promise<void>> {
  let sequence = 0;
  const send = async (): Promise<void> => {
    sequence += 1;
    await metrics.saveParts(partsOfInterval(service, fleet, sequence, canary));
  };
  await send();
  const underWay = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const sent = send().finally(() => underWay.delete(sent));
    underWay.add(sent);
  }, interval);
  return async () => {
    clearInterval(timer);
    await Promise.all(underWay);
  };
}

/** What the recorders of both versions measure in one interval that ends now. */
export function partsOfInterval(
  service: string,
  { baseline, canary, weight }: Pick<ScriptedFleet, 'baseline' | 'canary' | 'weight'>,
  sequence: number,
  behavior: Behavior,
): readonly WindowPart[] {
  const shared = Math.round((requestsPerInterval * weight) / 100);
  return [
    batchOf(service, canary ?? '', sequence, shared, behavior),
    batchOf(service, baseline, sequence, requestsPerInterval - shared, sound),
  ].flatMap((batch) => partsOf(batch, 1));
}

function batchOf(
  service: string,
  version: string,
  sequence: number,
  requests: number,
  { failing, times }: Behavior,
) {
  const at = Date.now();
  return {
    service,
    version,
    instance: version.slice(0, 7),
    sequence,
    dropped: 0,
    memory: { rss: 1, heapUsed: 1 },
    measurements: Array.from({ length: requests }, (_, i) => ({
      endpoint,
      at,
      // From 50 to 150 ms, so that the quantiles differ.
      duration: times * (50 + (100 * i) / requests),
      status: i < failing * requests ? 500 : 200,
    })),
    profiles: [],
  };
}
