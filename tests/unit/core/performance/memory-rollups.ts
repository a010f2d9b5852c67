import type { ProcessMemory } from '#core/performance/memory/process-memory.ts';
import type { Indicator } from '#core/performance/rollups/indicators.ts';
import type { LateHour, RollupStore, TimeSpan } from '#core/performance/rollups/ports.ts';
import type { Window } from '#core/performance/windows/window.ts';

/** An in-memory store with the guarantees of the port. */
export class MemoryRollups implements RollupStore {
  readonly #windows = new Map<string, Window>();
  readonly #processes = new Map<string, Map<number, readonly ProcessMemory[]>>();
  readonly #indicators = new Map<string, Map<number, readonly Indicator[]>>();
  readonly #marks = new Map<string, number>();
  readonly #late = new Map<string, Map<number, string>>();

  async saveWindows(span: TimeSpan, windows: readonly Window[]): Promise<void> {
    for (const window of windows) {
      const { service, start, endpoint, version } = window;
      this.#windows.set(JSON.stringify([service, span, start, endpoint, version]), window);
    }
  }

  async windowsBetween(
    service: string,
    span: TimeSpan,
    from: number,
    to: number,
  ): Promise<readonly Window[]> {
    return [...this.#windows]
      .filter(([key]) => key.startsWith(JSON.stringify([service, span]).slice(0, -1)))
      .map(([, window]) => window)
      .filter(({ start }) => start >= from && start < to)
      .toSorted((a, b) => a.start - b.start || (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  async saveProcesses(service: string, hour: number, processes: readonly ProcessMemory[]): Promise<void> {
    this.#processes.set(service, (this.#processes.get(service) ?? new Map()).set(hour, processes));
  }

  async processesBetween(service: string, from: number, to: number): Promise<readonly ProcessMemory[]> {
    return [...(this.#processes.get(service) ?? [])]
      .filter(([hour]) => hour >= from && hour < to)
      .flatMap(([, processes]) => processes);
  }

  async saveIndicators(service: string, hour: number, indicators: readonly Indicator[]): Promise<void> {
    this.#indicators.set(service, (this.#indicators.get(service) ?? new Map()).set(hour, indicators));
  }

  async indicatorsBetween(service: string, from: number, to: number): Promise<readonly Indicator[]> {
    return [...(this.#indicators.get(service) ?? [])]
      .filter(([hour]) => hour >= from && hour < to)
      .toSorted(([a], [b]) => a - b)
      .flatMap(([, indicators]) => indicators);
  }

  async rolledUpUntil(service: string): Promise<number | null> {
    return this.#marks.get(service) ?? null;
  }

  async markRolledUp(service: string, until: number): Promise<void> {
    this.#marks.set(service, until);
  }

  async markLate(service: string, { start, mark }: LateHour): Promise<void> {
    this.#late.set(service, (this.#late.get(service) ?? new Map()).set(start, mark));
  }

  async lateHours(service: string): Promise<readonly LateHour[]> {
    return [...(this.#late.get(service) ?? [])]
      .map(([start, mark]) => ({ start, mark }))
      .toSorted((a, b) => a.start - b.start);
  }

  async clearLate(service: string, { start, mark }: LateHour): Promise<void> {
    if (this.#late.get(service)?.get(start) === mark) this.#late.get(service)?.delete(start);
  }
}

const keyOf = ({ endpoint, version }: Window) => `${endpoint}#${version}`;
