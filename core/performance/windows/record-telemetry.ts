import { outgoingCallsOf } from '../diagnosis/outgoing-calls.ts';
import { clockSkew, longestDelay, longestDelayInWords } from '../rollups/calendar.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { WindowPart } from './window-part.ts';

export interface RecordTelemetry extends PartStores {
  readonly parts: readonly WindowPart[];
  /** The caller's service. */
  readonly service: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Keeps a service's measurements of itself and of its calls, if they belong to the caller and are from the last 14
 * days. Returns the reasons for omissions, each with its number of requests.
 */
export async function recordTelemetry(request: RecordTelemetry): Promise<ReadonlyMap<string, number>> {
  const { parts, service, now, store } = request;
  const rejected = new Map<string, number>();
  const kept = parts.filter((part) => {
    const reason = whyNot(part, request);
    if (reason !== null) rejected.set(reason, (rejected.get(reason) ?? 0) + part.count);
    return reason === null;
  });
  await keepParts(
    kept.filter((part) => part.service === service),
    now,
    request,
  );
  // Calls are compared over hours only, and never rolled up.
  await store.saveParts(kept.filter((part) => part.service !== service));
  return rejected;
}

function whyNot({ service, from, to }: WindowPart, { service: caller, now }: RecordTelemetry): string | null {
  if (service !== caller && service !== outgoingCallsOf(caller))
    return `this token is for ${caller || 'no service'} only`;
  if (to > now + clockSkew) return 'it is over 5 minutes in the future; check the clock of the service';
  return from < now - longestDelay ? `it is over ${longestDelayInWords} old` : null;
}
