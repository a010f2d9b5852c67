import type { Manifest } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import type { MetricsStore } from '../ports.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { DeployedVersion, IncompleteMetric, MetricsSource } from './metrics-source.ts';

export interface CollectMetrics extends PartStores {
  readonly manifest: Pick<Manifest, 'name' | 'metrics'>;
  /**
   * The versions in the traffic. Give them from the first collection on, or never: a minute collected without
   * versions and read again with them would count twice.
   */
  readonly versions?: readonly DeployedVersion[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly windowSeconds: number;
  /** Maximum age of collected minutes, in milliseconds: older gaps are never filled. */
  readonly lookBack?: number;
  readonly source: MetricsSource;
  readonly store: Pick<MetricsStore, 'saveParts' | 'collectedUntil' | 'markCollected'>;
}

export interface Collection {
  /** Number of parts kept, including those that replaced an earlier reading. */
  readonly parts: number;
  readonly incomplete: readonly IncompleteMetric[];
}

const usualLookBack = 180 * minute;

/** CloudWatch publishes a minute's numbers up to three minutes late, so these minutes are read once more. */
const settling = 5 * minute;

/**
 * Reads and keeps the minutes that have ended since the last collection, and rereads the few minutes before them.
 *
 * Each endpoint has a mark up to which it was collected. The marks move after the parts are kept: after a crash or a
 * lost response in between, the same minutes are read again and replace themselves. The mark of an endpoint with
 * incomplete data stays: its minutes are read again until they are complete or too old.
 *
 * @throws Unavailable as {@link MetricsSource.read}; no mark has moved then.
 */
export async function collectMetrics(request: CollectMetrics): Promise<Collection> {
  const { manifest, versions = [], now, windowSeconds, lookBack = usualLookBack, source, store } = request;
  const { name: service, metrics } = manifest;
  if (metrics.length === 0) return { parts: 0, incomplete: [] };

  const to = Math.floor(now / minute) * minute;
  const earliest = Math.ceil((to - lookBack) / minute) * minute;
  const marks = await store.collectedUntil(service);
  const startOf = (endpoint: string) =>
    Math.max(earliest, Math.min(marks[endpoint] ?? earliest, to) - settling);
  const from = Math.min(...metrics.map(({ endpoint }) => startOf(endpoint)));

  const reading = await source.read({ service, metrics, versions, from, to, windowSeconds });
  // The reading began at the mark of the endpoint that is furthest behind. For other endpoints, minutes that are
  // already kept would only cost a write.
  const parts = reading.parts.filter((part) => part.from >= startOf(part.endpoint));
  await keepParts(parts, now, request);

  const unfinished = new Set(reading.incomplete.map(({ endpoint }) => endpoint));
  const moved = metrics.flatMap(({ endpoint }) => {
    const mark = unfinished.has(endpoint) ? marks[endpoint] : to;
    return mark === undefined ? [] : [[endpoint, mark] as const];
  });
  await store.markCollected(service, Object.fromEntries(moved));
  return { parts: parts.length, incomplete: reading.incomplete };
}
