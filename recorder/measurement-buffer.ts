import type { Measurement } from './protocol.ts';

/** The maximum number of measurements in one batch. */
const maxBatchSize = 5_000;

/** Holds measurements until they are sent. When it is full, it drops new measurements and counts them. */
export class MeasurementBuffer {
  readonly #capacity: number;
  #measurements: Measurement[] = [];
  #dropped = 0;

  constructor(capacity: number) {
    this.#capacity = Math.max(1, Math.min(capacity, maxBatchSize));
  }

  add(measurement: Measurement): void {
    if (this.#measurements.length < this.#capacity) this.#measurements.push(measurement);
    else this.#dropped += 1;
  }

  /** Counts measurements that were lost elsewhere. */
  drop(count: number): void {
    this.#dropped += count;
  }

  /** Returns everything and empties the buffer. */
  take(): { measurements: Measurement[]; dropped: number } {
    const taken = { measurements: this.#measurements, dropped: this.#dropped };
    this.#measurements = [];
    this.#dropped = 0;
    return taken;
  }
}
