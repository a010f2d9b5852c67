import { randomUUID } from 'node:crypto';
import { backoff } from './backoff.ts';
import type { MeasurementBuffer } from './measurement-buffer.ts';
import type { Profiler } from './profiler.ts';
import type { EndpointProfile, MetricsBatch } from './protocol.ts';
import type { Sender } from './sender.ts';

interface ReporterOptions {
  readonly service: string;
  readonly version: string;
  /** Whether a router told the endpoints. */
  readonly routed: boolean;
  /** Milliseconds between batches. */
  readonly flushEvery: number;
  readonly buffer: MeasurementBuffer;
  readonly sender: Sender;
  readonly profiler: Profiler;
  /** Called once with the reason why the collector does not accept batches. */
  readonly warn: (problem: string) => void;
}

interface PendingBatch {
  readonly body: string;
  readonly measurements: number;
}

/** Sends batches periodically, one at a time, and retries each batch until it is accepted or rejected. */
export class Reporter {
  readonly #options: ReporterOptions;
  readonly #instance = randomUUID();
  #sequence = 0;
  #failures = 0;
  #pending: PendingBatch | null = null;
  #profiles: EndpointProfile[] = [];
  #timer: NodeJS.Timeout | undefined;
  #sending: Promise<boolean> = Promise.resolve(true);
  #cancel = new AbortController();
  #warned = false;

  constructor(options: ReporterOptions) {
    this.#options = options;
    this.#schedule();
  }

  /** Stops, and tries once to send the remaining measurements. Takes no longer than the collector's timeout. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#options.profiler.stop();
    // A request in flight may lose its socket when the process ends. It is canceled and sent again; the collector
    // recognizes the batch.
    this.#cancel.abort();
    await this.#sending;
    this.#cancel = new AbortController();
    const wasPending = this.#pending !== null;
    if ((await this.#send(true)) && wasPending) await this.#send(true);
  }

  /** The bodies of all batches that no collector has accepted, and everything that is left as the last of them. */
  takeUnsent(): readonly string[] {
    const pending = this.#pending ? [this.#pending.body] : [];
    this.#sequence += pending.length;
    this.#pending = null;
    const last = this.#nextBatch();
    return last ? [...pending, last.body] : pending;
  }

  #schedule(): void {
    const { flushEvery } = this.#options;
    const delay = this.#failures === 0 ? flushEvery : backoff(this.#failures, flushEvery);
    this.#timer = setTimeout(() => {
      this.#sending = this.#send(false);
      void this.#sending.then(() => this.#cancel.signal.aborted || this.#schedule());
    }, delay).unref();
  }

  /** Resolves to whether no batch is pending any more. Never rejects. */
  async #send(holdProcess: boolean): Promise<boolean> {
    try {
      return await this.#sendNext(holdProcess);
    } catch {
      return false; // a service may have patched anything that this needs
    }
  }

  async #sendNext(holdProcess: boolean): Promise<boolean> {
    this.#pending ??= this.#nextBatch();
    if (!this.#pending) return true;
    const delivery = await this.#options.sender.send(this.#pending.body, holdProcess, this.#cancel.signal);
    if (delivery.outcome === 'retry') {
      this.#failures += 1;
      this.#warnOnce(delivery.reason);
      return false;
    }
    if (delivery.outcome === 'rejected') {
      this.#options.buffer.drop(this.#pending.measurements);
      this.#warnOnce(delivery.reason);
    } else if (delivery.response.profile && !holdProcess) {
      void this.#profile(delivery.response.profile.seconds);
    }
    this.#failures = 0;
    this.#pending = null;
    this.#sequence += 1;
    return true;
  }

  #nextBatch(): PendingBatch | null {
    const { service, version, routed, buffer } = this.#options;
    const { measurements, dropped } = buffer.take();
    if (measurements.length === 0 && dropped === 0 && this.#profiles.length === 0) return null;
    const { rss, heapUsed } = process.memoryUsage();
    const batch: MetricsBatch = {
      service,
      version,
      instance: this.#instance,
      sequence: this.#sequence,
      routed,
      dropped,
      memory: { rss, heapUsed },
      measurements,
      profiles: this.#profiles,
    };
    this.#profiles = [];
    return { body: JSON.stringify(batch), measurements: measurements.length };
  }

  async #profile(seconds: number): Promise<void> {
    const profiles = await this.#options.profiler.profile(seconds);
    if (profiles.length > 0) this.#profiles = profiles;
  }

  #warnOnce(reason: string): void {
    if (this.#warned || this.#cancel.signal.aborted) return;
    this.#warned = true;
    this.#options.warn(`The collector is not accepting measurements: ${reason}.`);
  }
}
