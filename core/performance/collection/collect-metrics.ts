import type { Manifest } from '../../service/manifest.ts';
import { minute } from '../../time.ts';
import type { MetricsStore } from '../ports.ts';
import { keepParts, type PartStores } from '../rollups/keep-parts.ts';
import type { DeployedVersion, IncompleteMetric, MetricsSource } from './metrics-source.ts';

export interface CollectMetrics extends PartStores {
  readonly manifest: Pick<Manifest, 'name' | 'metrics'>;
  /**
   * The versions in the traffic. Name them from the first collection on, or never: a minute that was collected without
   * versions and is read again with them would count twice.
   */
  readonly versions?: readonly DeployedVersion[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly windowSeconds: number;
  /** How far back a collection reaches at most, in milliseconds: what was missed for longer stays missed. */
  readonly lookBack?: number;
  readonly source: MetricsSource;
  readonly store: Pick<MetricsStore, 'saveParts' | 'collectedUntil' | 'markCollected'>;
}

export interface Collection {
  /** How many parts were kept, those that replaced an earlier reading among them. */
  readonly parts: number;
  readonly incomplete: readonly IncompleteMetric[];
}

const usualLookBack = 180 * minute;

/** CloudWatch tells a minute's numbers up to three minutes late; these minutes are read once more. */
const settling = 5 * minute;

/**
 * Reads the minutes that have closed since the last collection, and the few before them once more, and keeps them.
 *
 * Every endpoint has its own mark of how far it was collected. The marks move after the parts are kept, so that a crash
 * or a lost answer in between costs one more reading of the same minutes, which replace themselves. The mark of an
 * endpoint with incomplete data stays: its minutes are read again until they are whole or beyond the look-back.
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
  // What an endpoint has long had would only cost the store a write: the reading began where the slowest endpoint is.
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
