import type { Improvement } from '#core/improvements/improvement.ts';
import type { MetricsStore } from '#core/performance/ports.ts';
import { summarize } from '#core/performance/windows/window.ts';
import { longestWindow, type WindowPart } from '#core/performance/windows/window-part.ts';
import { round } from './round.ts';

/** Of some requests, in ms. */
export interface Percentiles {
  readonly requests: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** An endpoint on the version before, and on the one that was promoted. */
export interface ComparedEndpoint {
  readonly endpoint: string;
  readonly before: Percentiles | null;
  readonly after: Percentiles | null;
}

/**
 * What the requests to an endpoint took on both versions of its rollout, of the time in which both served: each request was routed
 * at random, and the new version had been warmed up, so that nothing but the version differs. Null where they never served together.
 */
export async function comparedVersions(
  { service, endpoint, rollout }: Pick<Improvement, 'service' | 'endpoint' | 'rollout'>,
  metrics: Pick<MetricsStore, 'partsBetween'>,
): Promise<ComparedEndpoint> {
  const shared = (rollout?.stages ?? []).filter(({ weight }) => weight < 100);
  const [first, last] = [shared[0], shared.at(-1)];
  if (!rollout || !first || !last) return { endpoint, before: null, after: null };
  const [from, to] = [first.since, last.until ?? Number.POSITIVE_INFINITY];
  const parts = await metrics.partsBetween(service, from - longestWindow, Math.min(to, Date.now()));
  const during = parts.filter((part) => part.endpoint === endpoint && part.from >= from && part.to <= to);
  const of = (version: string) => percentilesOf(during.filter((part) => part.version === version));
  return { endpoint, before: of(rollout.baseline), after: of(rollout.version) };
}

function percentilesOf(parts: readonly WindowPart[]): Percentiles | null {
  if (parts.length === 0) return null;
  const { count, p50, p95, p99 } = summarize(parts);
  return { requests: count, p50: round(p50), p95: round(p95), p99: round(p99) };
}
