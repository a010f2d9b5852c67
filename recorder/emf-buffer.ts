import type { EndpointMinute } from './emf-lines.ts';
import type { Measurement } from './protocol.ts';

interface MinuteMeasurements extends EndpointMinute {
  readonly durations: number[];
  errors: number;
}

const minute = 60_000;

/** Groups measurements by endpoint and minute until they are printed. */
export class EmfBuffer {
  #minutes = new Map<string, MinuteMeasurements>();
  #size = 0;

  /** The number of measurements in the buffer. */
  get size(): number {
    return this.#size;
  }

  add({ endpoint, at, duration, status }: Measurement): void {
    const key = `${Math.floor(at / minute)} ${endpoint}`;
    const measurements = this.#minutes.get(key) ?? { endpoint, at, durations: [], errors: 0 };
    measurements.durations.push(duration);
    if (status >= 500) measurements.errors += 1;
    this.#minutes.set(key, measurements);
    this.#size += 1;
  }

  /** Returns everything and empties the buffer. */
  take(): readonly EndpointMinute[] {
    const taken = [...this.#minutes.values()];
    this.#minutes = new Map();
    this.#size = 0;
    return taken;
  }
}
