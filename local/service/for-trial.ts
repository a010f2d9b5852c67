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
 * A model without a track record stays below the usual limit, whatever it proves. What needs a person's eyes for another reason
 * still waits for one.
 */
const automaticAbove = 0.8;

/**
 * The service with rollouts of seconds, for traffic that harms nobody. What the manifest says about evidence (`alpha`, `exclude`)
 * and about which requests may be mirrored stays.
 */
export function forTrial(repository: ServiceRepository): ServiceRepository {
  const { manifest } = repository;
  const { rollout, policy } = manifest;
  return {
    ...repository,
    manifest: {
      ...manifest,
      rollout: { ...rollout, steps, patience, mirror: { ...rollout.mirror, ...mirror } },
      policy: { ...policy, automaticAbove: Math.min(automaticAbove, policy.automaticAbove) },
    },
  };
}
