import { randomUUID } from 'node:crypto';
import { backoff } from './backoff.ts';
import type { MeasurementBuffer } from './measurement-buffer.ts';
import type { Profiler } from './profiler.ts';
import type { EndpointProfile, MetricsBatch } from './protocol.ts';
import type { Sender } from './sender.ts';

interface ReporterOptions {
  readonly service: string;
  readonly version: string;
  /** Milliseconds between batches. */
  readonly flushEvery: number;
  readonly buffer: MeasurementBuffer;
  readonly sender: Sender;
  readonly profiler: Profiler;
  /** Told once what keeps the collector from taking batches. */
  readonly warn: (problem: string) => void;
}

interface PendingBatch {
  readonly body: string;
  readonly measurements: number;
}

/** Sends a batch now and then, one at a time, and the same one again until it is accepted or refused. */
export class Reporter {
  readonly #parts: ReporterOptions;
  readonly #instance = randomUUID();
  #sequence = 0;
  #failures = 0;
  #pending: PendingBatch | null = null;
  #profiles: EndpointProfile[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<boolean> = Promise.resolve(true);
  #cancel = new AbortController();
  #warned = false;

  constructor(parts: ReporterOptions) {
    this.#parts = parts;
    this.#schedule();
  }

  /** Stops, and tries once to send what is left. Takes no longer than the collector's time to answer. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#parts.profiler.stop();
    // What is under way may lose its socket with the process. It is cancelled and sent again: the collector knows it.
    this.#cancel.abort();
    await this.#sending;
    this.#cancel = new AbortController();
    const wasPending = this.#pending !== null;
    if ((await this.#send(true)) && wasPending) await this.#send(true);
  }

  #schedule(): void {
    const { flushEvery } = this.#parts;
    const delay = this.#failures === 0 ? flushEvery : backoff(this.#failures, flushEvery);
    this.#timer = setTimeout(() => {
      this.#sending = this.#send(false);
      void this.#sending.then(() => this.#cancel.signal.aborted || this.#schedule());
    }, delay).unref();
  }

  /** Resolves to whether the collector took what there was. */
  async #send(holdProcess: boolean): Promise<boolean> {
    this.#pending ??= this.#nextBatch();
    if (!this.#pending) return true;
    const delivery = await this.#parts.sender.send(this.#pending.body, holdProcess, this.#cancel.signal);
    if (delivery.outcome === 'again') {
      this.#failures += 1;
      this.#warnOnce(delivery.reason);
      return false;
    }
    if (delivery.outcome === 'refused') {
      this.#parts.buffer.drop(this.#pending.measurements);
      this.#warnOnce(delivery.reason);
    } else if (delivery.answer.profile && !holdProcess) {
      void this.#profile(delivery.answer.profile.seconds);
    }
    this.#failures = 0;
    this.#pending = null;
    this.#sequence += 1;
    return true;
  }

  #nextBatch(): PendingBatch | null {
    const { service, version, buffer } = this.#parts;
    const { measurements, dropped } = buffer.take();
    if (measurements.length === 0 && dropped === 0 && this.#profiles.length === 0) return null;
    const { rss, heapUsed } = process.memoryUsage();
    const batch: MetricsBatch = {
      service,
      version,
      instance: this.#instance,
      sequence: this.#sequence,
      dropped,
      memory: { rss, heapUsed },
      measurements,
      profiles: this.#profiles,
    };
    this.#profiles = [];
    return { body: JSON.stringify(batch), measurements: measurements.length };
  }

  async #profile(seconds: number): Promise<void> {
    const profiles = await this.#parts.profiler.profile(seconds);
    if (profiles.length > 0) this.#profiles = profiles;
  }

  #warnOnce(reason: string): void {
    if (this.#warned || this.#cancel.signal.aborted) return;
    this.#warned = true;
    this.#parts.warn(`Measurements are not being taken: ${reason}.`);
  }
}
