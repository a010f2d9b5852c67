import type { Measurement } from './protocol.ts';

/** The most measurements that one batch may carry. */
const maxBatchSize = 5_000;

/** Holds measurements until they are sent. When it is full it forgets what comes, and counts it. */
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

  /** Hands over everything and starts anew. */
  take(): { measurements: Measurement[]; dropped: number } {
    const taken = { measurements: this.#measurements, dropped: this.#dropped };
    this.#measurements = [];
    this.#dropped = 0;
    return taken;
  }
}
