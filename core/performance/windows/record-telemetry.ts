import { outgoingCallsOf } from '../diagnosis/outgoing-calls.ts';
import type { MetricsStore } from '../ports.ts';
import { clockSkew, longestDelay, longestDelayInWords } from '../rollups/calendar.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import { type RefusalContext, Refusals } from './refusals.ts';
import type { WindowPart } from './window-part.ts';

export interface RecordTelemetry extends RefusalContext, PartStores {
  readonly parts: readonly WindowPart[];
  readonly store: Pick<MetricsStore, 'saveParts' | 'addRefused'>;
}

/**
 * Keeps the measurements of services and of their calls, if the caller speaks for them and they are not too old. Counts
 * the others, and what could not be read, for the report. Returns the reasons for omissions, each with its number of
 * requests.
 */
export async function recordTelemetry(request: RecordTelemetry): Promise<ReadonlyMap<string, number>> {
  const { parts, allowed, now, store } = request;
  const rejected = new Map<string, number>();
  const refusals = new Refusals(request);
  const kept = parts.filter((part) => {
    const reason = whyNot(part, request);
    if (reason === null) return true;
    rejected.set(reason, (rejected.get(reason) ?? 0) + part.count);
    refusals.add(allowed.find((own) => isOf(own, part)) ?? '', reason, part.count);
    return false;
  });
  for (const service of allowed)
    await keepParts(
      kept.filter((part) => part.service === service),
      now,
      request,
    );
  // Calls are compared over hours only, and never rolled up.
  await store.saveParts(kept.filter((part) => !allowed.includes(part.service)));
  await refusals.keep();
  return rejected;
}

const isOf = (own: string, { service }: Pick<WindowPart, 'service'>): boolean =>
  service === own || service === outgoingCallsOf(own);

function whyNot({ service, from, to }: WindowPart, { allowed, now }: RecordTelemetry): string | null {
  if (!allowed.some((own) => isOf(own, { service })))
    return `this token is for ${allowed.join(', ') || 'no service'} only, not for ${service}`;
  if (to > now + clockSkew) return 'it is over 5 minutes in the future; check the clock of the service';
  return from < now - longestDelay ? `it is over ${longestDelayInWords} old` : null;
}
