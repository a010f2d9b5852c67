import type { EndpointMinute } from './emf-lines.ts';
import type { Measurement } from './protocol.ts';

interface MinuteMeasurements extends EndpointMinute {
  readonly durations: number[];
  errors: number;
}

const minute = 60_000;

/** Adds measurements up by endpoint and minute until they are printed. */
export class EmfBuffer {
  #tallies = new Map<string, MinuteMeasurements>();
  #size = 0;

  /** How many measurements it holds. */
  get size(): number {
    return this.#size;
  }

  add({ endpoint, at, duration, status }: Measurement): void {
    const key = `${Math.floor(at / minute)} ${endpoint}`;
    const tally = this.#tallies.get(key) ?? { endpoint, at, durations: [], errors: 0 };
    tally.durations.push(duration);
    if (status >= 500) tally.errors += 1;
    this.#tallies.set(key, tally);
    this.#size += 1;
  }

  /** Hands over everything and starts anew. */
  take(): readonly EndpointMinute[] {
    const taken = [...this.#tallies.values()];
    this.#tallies = new Map();
    this.#size = 0;
    return taken;
  }
}
