import type { MetricsStore } from '../ports.ts';

/** By reason, each with its number. */
type Reasons = ReadonlyMap<string, number>;

/** Counts by service and reason what cannot be kept. */
export class Refusals {
  readonly #ofServices = new Map<string, Map<string, number>>();

  /** @param service whose measurement it was; '' if that is not known. */
  add(reason: string, times = 1, service = ''): void {
    const reasons = this.#ofServices.get(service) ?? new Map<string, number>();
    this.#ofServices.set(service, reasons.set(reason, (reasons.get(reason) ?? 0) + times));
  }

  /** By service; under '' what is of no known service. */
  get ofServices(): ReadonlyMap<string, Reasons> {
    return this.#ofServices;
  }

  /** Of all services together. */
  get reasons(): Reasons {
    const all = new Map<string, number>();
    for (const [, reason, times] of this) all.set(reason, (all.get(reason) ?? 0) + times);
    return all;
  }

  *[Symbol.iterator](): Generator<readonly [service: string, reason: string, times: number]> {
    for (const [service, reasons] of this.#ofServices)
      for (const [reason, times] of reasons) yield [service, reason, times];
  }
}

export interface KeepRefusals {
  /** The services that the caller speaks for. */
  readonly allowed: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly store: Pick<MetricsStore, 'addRefused'>;
}

/** Keeps them, so that a report tells what is missing. What is of no known service is the caller's only one's, if there is only one. */
export async function keepRefusals(refusals: Refusals, { allowed, now, store }: KeepRefusals): Promise<void> {
  const [only = ''] = allowed.length === 1 ? allowed : [];
  const owned = new Refusals();
  for (const [service, reason, times] of refusals)
    owned.add(reason, times, allowed.includes(service) ? service : only);
  for (const [service, reasons] of owned.ofServices)
    if (service !== '') await store.addRefused(service, { at: now, reasons });
}
