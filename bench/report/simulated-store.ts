import { drawNormal } from '#core/numbers/normal-distribution.ts';
import { seededRandom } from '#core/numbers/seeded-random.ts';
import type { Indicator } from '#core/performance/rollups/indicators.ts';
import type { RollupStore } from '#core/performance/rollups/ports.ts';
import { rollUp } from '#core/performance/rollups/roll-up.ts';
import { sketchOf } from '#core/performance/sketch/sketch.ts';
import { decodeSketch, encodeSketch } from '#core/performance/sketch/sketch-encoding.ts';
import { summarize, type Window } from '#core/performance/windows/window.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { hour, minute } from '#core/time.ts';

/** How far back a report reads five-minute windows and hours. Older records would only distort the benchmark. */
const partsKept = 27 * hour;
const hoursKept = 98 * hour;
const usualDuration = 40; // milliseconds

export interface Load {
  readonly service: string;
  readonly endpoints: number;
  readonly requestsPerWindow: number;
}

/** In-memory records with encoded sketches, as in a table, by their start. */
export class SimulatedStore {
  readonly #load: Load;
  readonly #random = seededRandom(1);
  readonly #parts = new Map<number, Encoded<WindowPart>[]>();
  readonly #windows = {
    hour: new Map<number, Encoded<Window>[]>(),
    day: new Map<number, Encoded<Window>[]>(),
  };
  readonly #indicators = new Map<number, Indicator[]>();
  #until: number | null = null;

  readonly metrics = {
    partsBetween: async (service: string, from: number, to: number) =>
      service === this.#load.service
        ? between(this.#parts, from, to).map((part) => ({ ...part, sketch: decodeSketch(part.sketch) }))
        : [],
    droppedBetween: async () => 0,
    refusedBetween: async () => new Map(),
    profileOf: async () => null,
    collectedUntil: async () => ({}),
  };

  readonly rollups: RollupStore = {
    saveWindows: async (span, windows) => {
      for (const [start, group] of Map.groupBy(windows, (window) => window.start))
        this.#windows[span].set(start, group.map(encoded));
    },
    windowsBetween: async (_, span, from, to) => between(this.#windows[span], from, to).map(decoded),
    saveProcesses: async () => undefined,
    processesBetween: async () => [],
    saveIndicators: async (_, start, indicators) => {
      this.#indicators.set(start, [...indicators]);
    },
    indicatorsBetween: async (_, from, to) => between(this.#indicators, from, to),
    rolledUpUntil: async () => this.#until,
    markRolledUp: async (_, until) => {
      this.#until = until;
    },
    markLate: async () => undefined,
    lateHours: async () => [],
    clearLate: async () => undefined,
  };

  constructor(load: Load) {
    this.#load = load;
  }

  /** Simulates five-minute windows of every endpoint, with their rollups. */
  async simulate(from: number, to: number): Promise<void> {
    const { service, endpoints } = this.#load;
    await this.rollups.markRolledUp(service, Math.floor(from / hour) * hour);
    for (let at = from; at < to; at += 5 * minute) {
      const parts = Array.from({ length: endpoints }, (_, i) => this.#part(`GET /${i}`, at));
      this.#parts.set(at, parts);
      this.#parts.delete(at - partsKept);
      this.#windows.hour.delete(at - hoursKept);
      this.#indicators.delete(at - hoursKept);
      await rollUp({ service, store: this.metrics, rollups: this.rollups, now: at });
    }
  }

  #part(endpoint: string, windowStart: number): Encoded<WindowPart> {
    const { service, requestsPerWindow: count } = this.#load;
    const durations = Array.from(
      { length: count },
      () => usualDuration * Math.exp(0.6 * drawNormal(this.#random)),
    );
    return {
      service,
      endpoint,
      version: 'v1',
      windowStart,
      from: windowStart,
      to: windowStart + 5 * minute - 1,
      batch: `i1#${windowStart}`,
      count,
      errors: 0,
      sum: durations.reduce((sum, duration) => sum + duration, 0),
      min: Math.min(...durations),
      max: Math.max(...durations),
      sketch: encodeSketch(sketchOf(durations)),
      memory: { rss: 100e6, heapUsed: 50e6 },
    };
  }
}

type Encoded<Kind> = Omit<Kind, 'sketch'> & { readonly sketch: Uint8Array };

const encoded = (window: Window): Encoded<Window> => ({ ...window, sketch: encodeSketch(window.sketch) });
const decoded = (window: Encoded<Window>): Window => ({
  ...window,
  ...summarize([{ ...window, sketch: decodeSketch(window.sketch) }]),
});

const between = <Item>(byStart: ReadonlyMap<number, Item[]>, from: number, to: number): Item[] =>
  [...byStart].flatMap(([start, items]) => (start >= from && start < to ? items : []));
