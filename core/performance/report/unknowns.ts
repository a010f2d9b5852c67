import type { Manifest } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import { isCatchAll, maxEndpoints } from '../windows/limit-endpoints.ts';
import type { Window } from '../windows/window.ts';

export interface MeasurementCoverage {
  readonly manifest: Pick<Manifest, 'metrics'>;
  readonly windows: readonly Pick<Window, 'endpoint'>[];
  /** Requests that were measured and dropped. */
  readonly dropped: number;
  /** Until when the endpoints were collected that an outside system measures, in milliseconds since 1970. */
  readonly collectedUntil: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A collection runs every few minutes, and an outside system is a few late. */
const usualDelay = 30 * minute;

/** Sentences about what the measurements do not tell: an operator should not take missing data for health. */
export function unknownsOf({
  manifest,
  windows,
  dropped,
  collectedUntil,
  now,
}: MeasurementCoverage): readonly string[] {
  const endpoints = new Set(windows.map(({ endpoint }) => endpoint));
  const merged = [...endpoints]
    .filter(isCatchAll)
    .map(
      (endpoint) =>
        `${endpoint} stands for more endpoints than are kept apart, ${maxEndpoints} in a batch; name endpoints by their routes.`,
    );
  const behind = [...new Set(manifest.metrics.map(({ endpoint }) => endpoint))].flatMap((endpoint) => {
    const until = collectedUntil[endpoint];
    if (until === undefined) return [`${endpoint} was never collected from where its metrics are.`];
    const late = `${endpoint} was last collected up to ${new Date(until).toISOString()}: what came later is not known.`;
    return now - until > usualDelay ? [late] : [];
  });
  const lost = `${dropped} requests were measured and not told: the recorder had no room for them, so that counts are too low.`;
  return [...merged, ...behind, ...(dropped > 0 ? [lost] : [])];
}
