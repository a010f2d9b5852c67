import { outgoingCallsOf } from '../diagnosis/outgoing-calls.ts';
import type { MetricsStore } from '../ports.ts';
import { clockSkew, longestDelay, longestDelayInWords } from '../rollups/calendar.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { SeriesContext } from '../series/advance-series.ts';
import { countSeries } from '../series/count-series.ts';
import type { CountedRequests } from './counted-requests.ts';
import { type KeepRefusals, keepRefusals, Refusals } from './refusals.ts';
import { longestWindow, type WindowPart } from './window-part.ts';

export interface RecordTelemetry extends KeepRefusals, PartStores, SeriesContext {
  readonly parts: readonly WindowPart[];
  /** Points that count all requests since their series began. */
  readonly cumulative: readonly CountedRequests[];
  /** What could not be read. */
  readonly unread: Refusals;
  readonly store: Pick<MetricsStore, 'saveParts' | 'addRefused'>;
}

export interface RecordedTelemetry {
  /** The number of requests that were kept. */
  readonly recorded: number;
  /** What could not be read or kept: why, and how many requests, spans, or points. */
  readonly refusals: Refusals;
}

/**
 * Keeps the measurements of services and of their calls, if the caller speaks for them and they are not too old. Counts
 * the others, and what could not be read, for the report.
 */
export async function recordTelemetry(request: RecordTelemetry): Promise<RecordedTelemetry> {
  const { parts, cumulative, unread, allowed, now, store } = request;
  const refusals = new Refusals();
  for (const [service, reason, times] of unread) refusals.add(reason, times, service);
  const refuse = (entry: Pick<WindowPart, 'service'>, reason: string, times: number) =>
    refusals.add(reason, times, allowed.find((own) => isOf(own, entry)) ?? '');
  const admits = (entry: Times, times: number) => {
    const reason = whyNot(entry, request);
    if (reason !== null) refuse(entry, reason, times);
    return reason === null;
  };
  const kept = parts.filter((part) => admits(part, part.count));
  for (const service of allowed)
    await keepParts(
      kept.filter((part) => part.service === service),
      now,
      request,
    );
  // Calls are compared over hours only, and never rolled up.
  await store.saveParts(kept.filter((part) => !allowed.includes(part.service)));
  const latest = cumulative.filter((point) => admits({ ...point, from: point.to - longestWindow }, 1));
  let recorded = kept.reduce((sum, part) => sum + part.count, 0);
  for (const [service, points] of Map.groupBy(latest, (point) => point.service)) {
    const { added, refusals: reasons } = await countSeries(service, points, request);
    recorded += added;
    for (const reason of reasons) refuse({ service }, reason, 1);
  }
  await keepRefusals(refusals, request);
  return { recorded, refusals };
}

type Times = Pick<WindowPart, 'service' | 'from' | 'to'>;

const isOf = (own: string, { service }: Pick<WindowPart, 'service'>): boolean =>
  service === own || service === outgoingCallsOf(own);

function whyNot({ service, from, to }: Times, { allowed, now }: RecordTelemetry): string | null {
  if (!allowed.some((own) => isOf(own, { service })))
    return `this token is for ${allowed.join(', ') || 'no service'} only, not for ${JSON.stringify(service)}`;
  if (to > now + clockSkew) return 'it is over 5 minutes in the future; check the clock of the service';
  return from < now - longestDelay ? `it is over ${longestDelayInWords} old` : null;
}
