import type { MetricsStore } from '#core/performance/ports.ts';
import {
  mostNewSeries,
  type SeriesPoint,
  type SeriesStep,
  type SeriesStore,
} from '#core/performance/series/ports.ts';
import { day } from '#core/time.ts';

/** An in-memory store with the guarantees of the port. */
export class MemorySeries implements SeriesStore {
  readonly #points = new Map<string, SeriesPoint>();
  readonly #begun = new Map<string, number>();
  readonly #metrics: Pick<MetricsStore, 'saveParts'>;

  /** @param metrics keeps the parts. */
  constructor(metrics: Pick<MetricsStore, 'saveParts'>) {
    this.#metrics = metrics;
  }

  async latestOf(service: string, series: readonly string[]): Promise<ReadonlyMap<string, SeriesPoint>> {
    return new Map(
      series.flatMap((name) => {
        const point = this.#points.get(keyOf(service, name));
        return point ? [[name, point]] : [];
      }),
    );
  }

  async admit(service: string, begun: number, now: number): Promise<boolean> {
    const key = keyOf(service, `${Math.floor(now / day)}`);
    const total = (this.#begun.get(key) ?? 0) + begun;
    if (total > mostNewSeries) return false;
    this.#begun.set(key, total);
    return true;
  }

  async advance(service: string, steps: readonly SeriesStep[]): Promise<readonly SeriesStep[]> {
    const isOvertaken = ({ series, after }: SeriesStep) =>
      (this.#points.get(keyOf(service, series))?.to ?? null) !== after;
    const overtaken = steps.filter(isOvertaken);
    const kept = steps.filter((step) => !overtaken.includes(step));
    for (const { series, point } of kept) this.#points.set(keyOf(service, series), point);
    await this.#metrics.saveParts(kept.flatMap(({ part }) => part ?? []));
    return overtaken;
  }
}

const keyOf = (service: string, name: string) => JSON.stringify([service, name]);
