import { confidenceShareAbove } from '../../numbers/binomial-test.ts';
import { summarize, type Traffic, type Window } from '../windows/window.ts';
import { sureEnough } from './finding.ts';
import { evidenceOf, type FindingDraft, percent, sinceWhen } from './finding-draft.ts';

/** An endpoint is heavy if its requests take at least this share of the time of all requests. */
const heavyShare = 0.25;
/** Milliseconds: a lighter request is not worth a change, however many there are. */
const leastMedian = 1;

/**
 * Finds an endpoint that takes much of the service's time, although nobody said how fast it should be. It is what a
 * service within every target has to gain.
 * @param windows of one endpoint and version, oldest first.
 * @param ofAll the time of all requests to the service's same version.
 */
export function findHeavyEndpoint(
  endpoint: string,
  windows: readonly Window[],
  ofAll: TimeByStart,
): readonly FindingDraft[] {
  const share = shareOfTime(windows, ofAll);
  const { p50, count } = summarize(windows);
  if (!isHeavy(share, { p50 })) return [];
  const shareIn = (window: Window) => shareOfTime([window], ofAll);
  const isHeavyIn = (window: Window) => shareIn(window) >= heavyShare;
  // It is heavy most of the time, and not once.
  const confidence = confidenceShareAbove(windows.filter(isHeavyIn).length, windows.length, 0.5);
  if (confidence < sureEnough) return [];
  return [
    {
      kind: 'heavy-endpoint',
      endpoint,
      since: sinceWhen(windows, isHeavyIn),
      confidence,
      measured: share,
      limit: heavyShare,
      evidence: evidenceOf(windows, shareIn),
      summary: `${endpoint} takes ${percent(share)} of the time of all requests: ${count} requests with a median of ${p50.toFixed(1)} ms. It has no target of its own.`,
    },
  ];
}

/** Whether requests with this share of the time of all take much of it, and each long enough that there is something to gain. */
export const isHeavy = (share: number, { p50 }: Pick<Traffic, 'p50'>): boolean =>
  share >= heavyShare && p50 >= leastMedian;

/** Milliseconds that all requests took, by the start of their window. */
export type TimeByStart = ReadonlyMap<number, number>;

export function timeByStart(windows: readonly Pick<Window, 'start' | 'sum'>[]): TimeByStart {
  const times = new Map<number, number>();
  for (const { start, sum } of windows) times.set(start, (times.get(start) ?? 0) + sum);
  return times;
}

/** The share that the requests in some windows took of the time of all requests in the same windows, in [0, 1]. */
export function shareOfTime(windows: readonly Pick<Window, 'start' | 'sum'>[], ofAll: TimeByStart): number {
  const starts = new Set(windows.map(({ start }) => start));
  const whole = [...starts].reduce((total, start) => total + (ofAll.get(start) ?? 0), 0);
  return whole === 0 ? 0 : windows.reduce((total, { sum }) => total + sum, 0) / whole;
}
