import { Forbidden, InvalidInput } from '../../errors.ts';
import { endpointTemplate } from '../../service/endpoint-template.ts';
import type { MetricsStore } from '../ports.ts';
import { clockSkew, longestDelay, longestDelayInWords } from '../rollups/calendar.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { MetricsResponse } from './metrics-batch.ts';
import { type ReceivedBatch, readProfiles } from './received-batch.ts';
import { batchName, partsOf } from './window-part.ts';

export interface RecordMetrics extends PartStores {
  readonly batch: ReceivedBatch;
  /** The services that the caller speaks for; absent if the caller may report for every service. */
  readonly allowed?: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly windowSeconds: number;
  readonly store: Pick<
    MetricsStore,
    'saveParts' | 'saveDropped' | 'addRefused' | 'saveProfile' | 'requestProfile' | 'requestedProfile'
  >;
}

/**
 * Keeps a process's measurements, and returns whether to take a profile. A batch sent twice counts once. What of its profiles cannot be
 * read is counted for the report.
 *
 * @throws Forbidden `metrics/other-service` for a batch of another service than those of the caller.
 * @throws InvalidInput `metrics/future-timestamp` if a request began over 5 minutes in the future, and
 * `metrics/past-timestamp` if one began too long ago; nothing is kept.
 */
export async function recordMetrics(request: RecordMetrics): Promise<MetricsResponse> {
  const { batch, now, windowSeconds, store } = request;
  refuseOtherService(batch, request.allowed);
  refuseOtherTimes(batch, now);
  await keepParts(partsOf({ ...batch, measurements: byRoute(batch) }, windowSeconds), now, request);
  if (batch.dropped > 0)
    await store.saveDropped(batch.service, { batch: batchName(batch), at: now, count: batch.dropped });
  const { kept, refused } = readProfiles(batch);
  for (const profile of kept) await store.saveProfile(batch.service, batch.version, profile, now);
  if (refused.size > 0) await store.addRefused(batch.service, { at: now, reasons: refused });
  // The request is fulfilled: otherwise each batch until the profile's end would request another one.
  if (batch.profiles.length > 0) await store.requestProfile(batch.service, now, 0);
  const profile = await store.requestedProfile(batch.service, now);
  return {
    accepted: batch.measurements.length,
    ...(profile ? { profile: { seconds: profile.seconds } } : {}),
  };
}

/** For a service without routes, the paths of its requests name the endpoints. */
const byRoute = ({ routed, measurements }: ReceivedBatch) =>
  routed
    ? measurements
    : measurements.map((measurement) => ({
        ...measurement,
        endpoint: endpointTemplate(measurement.endpoint),
      }));

function refuseOtherService(batch: ReceivedBatch, allowed: RecordMetrics['allowed']): void {
  if (allowed === undefined || allowed.includes(batch.service)) return;
  throw new Forbidden(
    `Only ${batch.service} may send its metrics; this token is for ${allowed.join(', ') || 'no service'}.`,
    { code: 'metrics/other-service' },
  );
}

function refuseOtherTimes({ measurements }: ReceivedBatch, now: number): void {
  const early = measurements.find(({ at }) => at > now + clockSkew);
  if (early)
    throw new InvalidInput('A request began over 5 minutes in the future; check the clock of the service.', {
      code: 'metrics/future-timestamp',
      data: { at: early.at, now },
    });
  const late = measurements.find(({ at }) => at < now - longestDelay);
  if (late)
    throw new InvalidInput(
      `A request began over ${longestDelayInWords} ago, too long to be added to its hour; check the clock of the service.`,
      { code: 'metrics/past-timestamp', data: { at: late.at, now } },
    );
}
