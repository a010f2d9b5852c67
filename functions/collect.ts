import { cloudWatchMetrics } from '#adapters/cloudwatch/metrics-source.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import { deployedVersions } from '#adapters/lambda/deployed-versions.ts';
import { collectMetrics } from '#core/performance/collect-metrics.ts';
import type { DeployedVersion, IncompleteMetric } from '#core/performance/metrics-source.ts';
import type { Service } from '#core/service/service.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { stores } from './stores.ts';

const source = once(() => cloudWatchMetrics());
const lambda = once(lambdaClient);

/**
 * Brings in what CloudWatch measured of a service since the last time; nothing of one that has its recorder post.
 * @returns what could not be read: whoever judges by the rest should say so.
 */
export async function collect({ manifest, deployment }: Service): Promise<readonly IncompleteMetric[]> {
  if (manifest.metrics.length === 0) return [];
  const { metrics: store, now } = stores();
  const { incomplete } = await collectMetrics({
    manifest,
    versions: await versionsOf(deployment),
    now: now(),
    windowSeconds: readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS,
    source: source(),
    store,
  });
  return incomplete;
}

async function versionsOf(deployment: Service['deployment']): Promise<readonly DeployedVersion[]> {
  return deployment.kind === 'lambda-alias' ? deployedVersions(lambda(), deployment) : [];
}
