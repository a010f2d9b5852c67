import type { MetricsStore } from '../ports.ts';

export interface RefusalContext {
  /** The services that the caller speaks for. */
  readonly allowed: readonly string[];
  /** What could not be read, by service, each reason with its number; under '' what is of no known service. */
  readonly unread: ReadonlyMap<string, ReadonlyMap<string, number>>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: Pick<MetricsStore, 'addRefused'>;
}

/** Counts by service what could not be kept, so that a report tells what is missing. */
export class Refusals {
  readonly #now: number;
  readonly #store: Pick<MetricsStore, 'addRefused'>;
  readonly #allowed: readonly string[];
  readonly #reasons = new Map<string, Map<string, number>>();

  /** Begins with what could not be read. */
  constructor({ allowed, unread, now, store }: RefusalContext) {
    [this.#now, this.#store, this.#allowed] = [now, store, allowed];
    for (const [service, reasons] of unread)
      for (const [reason, times] of reasons) this.add(service, reason, times);
  }

  /** @param service '' if it is not known: then the caller's only one, if there is only one. */
  add(service: string, reason: string, times: number): void {
    const [only = ''] = this.#allowed.length === 1 ? this.#allowed : [];
    const owner = this.#allowed.includes(service) ? service : only;
    const reasons = this.#reasons.get(owner) ?? new Map<string, number>();
    this.#reasons.set(owner, reasons.set(reason, (reasons.get(reason) ?? 0) + times));
  }

  async keep(): Promise<void> {
    for (const [service, reasons] of this.#reasons)
      if (service !== '') await this.#store.addRefused(service, { at: this.#now, reasons });
  }
}
