import { isUnmatched } from '../../service/endpoint-name.ts';
import type { Manifest } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import { isCatchAll, maxEndpoints } from '../windows/limit-endpoints.ts';
import type { Window } from '../windows/window.ts';

export interface MeasurementCoverage {
  readonly manifest: Pick<Manifest, 'metrics'>;
  readonly windows: readonly Pick<Window, 'endpoint' | 'count'>[];
  /** Number of requests that were measured and dropped. */
  readonly dropped: number;
  /** Why measurements were refused when they arrived, each reason with their number. */
  readonly refused: ReadonlyMap<string, number>;
  /** Time up to which each endpoint was collected from an outside system, in milliseconds since 1970. */
  readonly collectedUntil: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A collection runs every few minutes, and an outside system is a few minutes late. */
const usualDelay = 30 * minute;
/** The most frequent reasons are enough to start with. */
const mostReasons = 5;
/** Every service gets a few requests for what it does not have. */
const fewestUnmatched = 20;

/** Sentences about unknowns: an operator should not take missing data for health. */
export function unknownsOf({
  manifest,
  windows,
  dropped,
  refused,
  collectedUntil,
  now,
}: MeasurementCoverage): readonly string[] {
  const counts = new Map<string, number>();
  for (const { endpoint, count } of windows) counts.set(endpoint, (counts.get(endpoint) ?? 0) + count);
  const merged = [...counts.keys()]
    .filter(isCatchAll)
    .map(
      (endpoint) =>
        `${endpoint} combines several endpoints, because a batch had more than ${maxEndpoints}; name endpoints by their routes.`,
    );
  const behind = [...new Set(manifest.metrics.map(({ endpoint }) => endpoint))].flatMap((endpoint) => {
    const until = collectedUntil[endpoint];
    if (until === undefined) return [`${endpoint} was never collected from its metrics system.`];
    const late = `${endpoint} was last collected up to ${new Date(until).toISOString()}: later measurements are unknown.`;
    return now - until > usualDelay ? [late] : [];
  });
  const unmatched = [...counts]
    .filter(([endpoint, count]) => isUnmatched(endpoint) && count >= fewestUnmatched)
    .map(
      ([endpoint, count]) =>
        `${count} requests matched no route that is known: they are measured together as ${endpoint}, and no fix is looked for.`,
    );
  const lost = `${dropped} measurements were dropped because the recorder's buffer was full: request counts are too low.`;
  const unread = [...refused]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostReasons)
    .map(([reason, count]) => `Refused measurements: ${count}, because ${reason}.`);
  return [...merged, ...unmatched, ...behind, ...(dropped > 0 ? [lost] : []), ...unread];
}
