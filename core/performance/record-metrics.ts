import { Forbidden, InvalidInput } from '../errors.ts';
import { partsOf } from './metric-part.ts';
import type { MetricsAnswer, MetricsBatch } from './metrics-batch.ts';
import type { MetricsStore } from './ports.ts';

export interface RecordMetrics {
  readonly batch: MetricsBatch;
  /** The service that the caller is; absent where the caller may speak for every service. */
  readonly service?: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly windowSeconds: number;
  readonly store: Pick<MetricsStore, 'saveParts' | 'saveProfile' | 'wantProfile' | 'wantedProfile'>;
}

const clockSkew = 5 * 60_000;

/**
 * Keeps what a process measured, and answers whether a profile is wanted. A batch sent twice counts once.
 *
 * @throws Forbidden `metrics/other-service` for a batch of another service than the caller's.
 * @throws InvalidInput `metrics/future-timestamp` when a request began over 5 minutes in the future; nothing is kept.
 */
export async function recordMetrics(request: RecordMetrics): Promise<MetricsAnswer> {
  const { batch, now, windowSeconds, store } = request;
  refuseOtherService(batch, request.service);
  refuseFuture(batch, now);
  await store.saveParts(partsOf(batch, windowSeconds));
  for (const profile of batch.profiles) await store.saveProfile(batch.service, batch.version, profile, now);
  // The wish is granted: without this, each batch until its end would ask for one more profile.
  if (batch.profiles.length > 0) await store.wantProfile(batch.service, now, 0);
  const profile = await store.wantedProfile(batch.service, now);
  return {
    accepted: batch.measurements.length,
    ...(profile ? { profile: { seconds: profile.seconds } } : {}),
  };
}

function refuseOtherService(batch: MetricsBatch, service: string | undefined): void {
  if (service === undefined || service === batch.service) return;
  throw new Forbidden(
    `The metrics of ${batch.service} are its own to send; this token speaks for ${service || 'no service'}.`,
    { code: 'metrics/other-service' },
  );
}

function refuseFuture(batch: MetricsBatch, now: number): void {
  const late = batch.measurements.find(({ at }) => at > now + clockSkew);
  if (!late) return;
  throw new InvalidInput(
    'A request cannot have begun over 5 minutes in the future; check the clock of the service.',
    {
      code: 'metrics/future-timestamp',
      data: { at: late.at, now },
    },
  );
}
