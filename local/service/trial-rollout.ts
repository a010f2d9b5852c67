import type { RolloutPlan } from '#core/service/manifest.ts';
import type { ServiceRepository } from './repository.ts';

/** Enough requests to compare two versions, and little enough that traffic of one's own making brings them within seconds. */
const steps: RolloutPlan['steps'] = [
  { weight: 10, seconds: 5, requests: 5 },
  { weight: 50, seconds: 6, requests: 30 },
  { weight: 100, seconds: 4, requests: 30 },
];
const mirror = { requests: 20, seconds: 6, share: 100 };

/** Slow requests come slower than the steps plan. */
const patience = 8;

/**
 * The service with a rollout of seconds, for traffic that harms nobody. What the manifest says about evidence (`alpha`, `exclude`)
 * and about which requests may be mirrored stays.
 */
export function withTrialRollout(repository: ServiceRepository): ServiceRepository {
  const { manifest } = repository;
  const { rollout } = manifest;
  return {
    ...repository,
    manifest: {
      ...manifest,
      rollout: { ...rollout, steps, patience, mirror: { ...rollout.mirror, ...mirror } },
    },
  };
}
