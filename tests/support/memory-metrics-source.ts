import { type MetricsSource, unversioned } from '#core/performance/metrics-source.ts';
import { minute, partOfMinute } from '#core/performance/minute-part.ts';
import { sketchOf } from '#core/performance/sketch.ts';

/** A request that an outside system saw. */
export interface SeenByTheSource {
  readonly endpoint: string;
  readonly version: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Milliseconds. */
  readonly duration: number;
  readonly status: number;
}

/** A source that keeps what it saw in memory, with the promises of the port. */
export class MemoryMetricsSource implements MetricsSource {
  readonly seen: SeenByTheSource[] = [];

  async read({ service, metrics, versions, from, to, windowSeconds }: Parameters<MetricsSource['read']>[0]) {
    const asked = new Set(metrics.map(({ endpoint }) => endpoint));
    const names = new Set(versions.map(({ name }) => name));
    const told = this.seen
      .filter(({ endpoint, at }) => asked.has(endpoint) && at >= from && at < to)
      .filter(({ version }) => names.size === 0 || names.has(version))
      .map((one) => (names.size === 0 ? { ...one, version: unversioned } : one));
    const minuteOf = ({ at }: SeenByTheSource) => Math.floor(at / minute) * minute;
    const groups = Map.groupBy(told, (one) => JSON.stringify([one.endpoint, one.version, minuteOf(one)]));
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
