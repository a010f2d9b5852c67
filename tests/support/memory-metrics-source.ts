import { type MetricsSource, unversioned } from '#core/performance/collection/metrics-source.ts';
import { sketchOf } from '#core/performance/sketch/sketch.ts';
import { partOfMinute } from '#core/performance/windows/part-of-minute.ts';
import { minute } from '#core/time.ts';

/** A request that the source has measured. */
export interface SeenByTheSource {
  readonly endpoint: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: number;
}

/** An in-memory metrics source with the guarantees of the port. */
export class MemoryMetricsSource implements MetricsSource {
  readonly seen: SeenByTheSource[] = [];

  async read({ service, metrics, versions, from, to, windowSeconds }: Parameters<MetricsSource['read']>[0]) {
    const endpoints = new Set(metrics.map(({ endpoint }) => endpoint));
    const names = new Set(versions.map(({ name }) => name));
    const selected = this.seen
      .filter(({ endpoint, at }) => endpoints.has(endpoint) && at >= from && at < to)
      .filter(({ version }) => names.size === 0 || names.has(version))
      .map((request) => (names.size === 0 ? { ...request, version: unversioned } : request));
    const minuteOf = ({ at }: SeenByTheSource) => Math.floor(at / minute) * minute;
    const groups = Map.groupBy(selected, (request) =>
      JSON.stringify([request.endpoint, request.version, minuteOf(request)]),
    );
    const parts = [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const durations = group.map(({ duration }) => duration);
      const measured = {
        service,
        endpoint: first.endpoint,
        version: first.version,
        minute: minuteOf(first),
        count: group.length,
        errors: group.filter(({ status }) => status >= 500).length,
        sum: durations.reduce((sum, duration) => sum + duration, 0),
        min: Math.min(...durations),
        max: Math.max(...durations),
        sketch: sketchOf(durations),
      };
      return [partOfMinute(measured, windowSeconds, 'memory')];
    });
    return { parts, incomplete: [] };
  }
}
