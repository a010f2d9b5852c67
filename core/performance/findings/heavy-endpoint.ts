import { confidenceShareAbove } from '../../numbers/binomial-test.ts';
import { summarize, type Window } from '../windows/window.ts';
import { sureEnough } from './finding.ts';
import { evidenceOf, type FindingDraft, percent, sinceWhen } from './finding-draft.ts';

/** An endpoint is heavy if its requests take at least this share of the time of all requests. */
export const heavyShare = 0.25;
/** Milliseconds: a lighter request is not worth a change, however many there are. */
const leastMedian = 3;

/**
 * Finds an endpoint that takes much of the service's time, although nobody said how fast it should be. It is what a
 * service within every target has to gain.
 * @param windows of one endpoint and version, oldest first.
 * @param all windows of the service's same version, the endpoint's among them.
 */
export function findHeavyEndpoint(
  endpoint: string,
  windows: readonly Window[],
  all: readonly Window[],
): readonly FindingDraft[] {
  const starts = new Set(windows.map(({ start }) => start));
  const meanwhile = all.filter(({ start }) => starts.has(start));
  const share = shareOfTime(windows, meanwhile);
  if (share < heavyShare) return [];
  const { p50, count } = summarize(windows);
  if (p50 < leastMedian) return [];
  const byStart = Map.groupBy(meanwhile, ({ start }) => start);
  const shareIn = (window: Window) => shareOfTime([window], byStart.get(window.start) ?? []);
  const heavy = windows.filter((window) => shareIn(window) >= heavyShare).length;
  // It is heavy most of the time, and not once.
  const confidence = confidenceShareAbove(heavy, windows.length, 0.5);
  if (confidence < sureEnough) return [];
  return [
    {
      kind: 'heavy-endpoint',
      endpoint,
      since: sinceWhen(windows, (window) => shareIn(window) >= heavyShare),
      confidence,
      measured: share,
      limit: heavyShare,
      evidence: evidenceOf(windows, shareIn),
      summary: `${endpoint} takes ${percent(share)} of the time of all requests: ${count} requests with a median of ${p50.toFixed(1)} ms. It has no target of its own.`,
    },
  ];
}

/** The share of the time of all requests that some of them took, in [0, 1]. */
export function shareOfTime(
  some: readonly Pick<Window, 'sum'>[],
  all: readonly Pick<Window, 'sum'>[],
): number {
  const time = (windows: typeof all) => windows.reduce((total, { sum }) => total + sum, 0);
  const whole = time(all);
  return whole === 0 ? 0 : time(some) / whole;
}
