import { cloudWatchMetrics } from '#adapters/cloudwatch/metrics-source.ts';
import { lambdaClient } from '#adapters/lambda/client.ts';
import { deployedVersions } from '#adapters/lambda/deployed-versions.ts';
import { prometheusMetrics } from '#adapters/prometheus/metrics-source.ts';
import { collectMetrics } from '#core/performance/collection/collect-metrics.ts';
import type { DeployedVersion } from '#core/performance/collection/metrics-source.ts';
import { sourceByKind } from '#core/performance/collection/source-by-kind.ts';
import type { Service } from '#core/service/service.ts';
import { logger } from '../observability/logger.ts';
import { readEnvironment } from './environment.ts';
import { once } from './once.ts';
import { stores } from './stores.ts';

const source = once(() => {
  const { PROMETHEUS_URL: url } = readEnvironment('PROMETHEUS_URL');
  return sourceByKind({
    cloudWatch: cloudWatchMetrics(),
    prometheus: url ? prometheusMetrics({ url }) : null,
  });
});
const lambda = once(lambdaClient);

/**
 * Collects what other systems measured of a service since the last collection; nothing for a service whose recorder
 * sends its measurements. What could not be read is logged, and read again the next time.
 */
export async function collectServiceMetrics({ name, manifest, deployment }: Service): Promise<void> {
  if (manifest.metrics.length === 0) return;
  const { metrics: store, rollups, now } = stores();
  const { incomplete } = await collectMetrics({
    manifest,
    versions: await versionsOf(deployment),
    now: now(),
    windowSeconds: readEnvironment('WINDOW_SECONDS').WINDOW_SECONDS,
    source: source(),
    store,
    rollups,
  });
  for (const { endpoint, version, reason } of incomplete)
    logger.warn('measurements are incomplete', { service: name, endpoint, version, reason });
}

async function versionsOf(deployment: Service['deployment']): Promise<readonly DeployedVersion[]> {
  return deployment.kind === 'lambda-alias' ? deployedVersions(lambda(), deployment) : [];
}
