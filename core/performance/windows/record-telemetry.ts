import { outgoingCallsOf } from '../diagnosis/outgoing-calls.ts';
import { clockSkew, longestDelay, longestDelayInWords } from '../rollups/calendar.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { WindowPart } from './window-part.ts';

export interface RecordTelemetry extends PartStores {
  readonly parts: readonly WindowPart[];
  /** The services that the caller speaks for. */
  readonly allowed: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Keeps the measurements of services and of their calls, if the caller speaks for them and they are not too old. Returns the reasons for omissions, each with its number of requests.
 */
export async function recordTelemetry(request: RecordTelemetry): Promise<ReadonlyMap<string, number>> {
  const { parts, allowed, now, store } = request;
  const rejected = new Map<string, number>();
  const kept = parts.filter((part) => {
    const reason = whyNot(part, request);
    if (reason !== null) rejected.set(reason, (rejected.get(reason) ?? 0) + part.count);
    return reason === null;
  });
  for (const service of allowed)
    await keepParts(
      kept.filter((part) => part.service === service),
      now,
      request,
    );
  // Calls are compared over hours only, and never rolled up.
  await store.saveParts(kept.filter((part) => !allowed.includes(part.service)));
  return rejected;
}

function whyNot({ service, from, to }: WindowPart, { allowed, now }: RecordTelemetry): string | null {
  if (!allowed.some((own) => service === own || service === outgoingCallsOf(own)))
    return `this token is for ${allowed.join(', ') || 'no service'} only, not for ${service}`;
  if (to > now + clockSkew) return 'it is over 5 minutes in the future; check the clock of the service';
  return from < now - longestDelay ? `it is over ${longestDelayInWords} old` : null;
}
