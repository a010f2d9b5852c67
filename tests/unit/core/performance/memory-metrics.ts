import type { DroppedMeasurements, MetricsStore, RefusedMeasurements } from '#core/performance/ports.ts';
import { eachRequestOnce } from '#core/performance/windows/each-request-once.ts';
import type { EndpointProfile } from '#core/performance/windows/metrics-batch.ts';
import type { WindowPart } from '#core/performance/windows/window-part.ts';
import { hour } from '#core/time.ts';

/** An in-memory store with the guarantees of the port. */
export class MemoryMetrics implements MetricsStore {
  readonly #parts = new Map<string, WindowPart>();
  readonly #dropped = new Map<string, DroppedMeasurements & { readonly service: string }>();
  readonly #refused: (RefusedMeasurements & { readonly service: string })[] = [];
  readonly #profiles = new Map<string, EndpointProfile>();
  readonly #marks = new Map<string, Readonly<Record<string, number>>>();
  readonly #wishes = new Map<string, { until: number; seconds: number }>();

  async saveParts(parts: readonly WindowPart[]): Promise<void> {
    for (const part of parts) {
      const { service, endpoint, version, windowStart, batch } = part;
      this.#parts.set(JSON.stringify([service, endpoint, version, windowStart, batch]), part);
    }
  }

  async partsBetween(service: string, from: number, to: number): Promise<readonly WindowPart[]> {
    return eachRequestOnce(
      [...this.#parts.values()].filter(
        (part) => part.service === service && part.windowStart >= from && part.windowStart < to,
      ),
    );
  }

  async saveDropped(service: string, dropped: DroppedMeasurements): Promise<void> {
    this.#dropped.set(JSON.stringify([service, dropped.batch]), { service, ...dropped });
  }

  async droppedBetween(service: string, from: number, to: number): Promise<number> {
    return [...this.#dropped.values()]
      .filter((dropped) => dropped.service === service && dropped.at >= from && dropped.at < to)
      .reduce((sum, { count }) => sum + count, 0);
  }

  async addRefused(service: string, refused: RefusedMeasurements): Promise<void> {
    this.#refused.push({ service, ...refused });
  }

  async refusedBetween(service: string, from: number, to: number): Promise<ReadonlyMap<string, number>> {
    const [first, last] = [Math.floor(from / hour) * hour, Math.ceil(to / hour) * hour];
    const kinds = new Map<string, readonly [reason: string, count: number]>();
    for (const { at, reasons } of this.#refused.filter((one) => one.service === service))
      for (const [reason, count] of at >= first && at < last ? reasons : []) {
        const kind = reason.replace(/"[^"]*"|\d+/g, '');
        kinds.set(kind, [reason, (kinds.get(kind)?.[1] ?? 0) + count]);
      }
    return new Map(kinds.values());
  }

  async saveProfile(service: string, version: string, profile: EndpointProfile): Promise<void> {
    this.#profiles.set(JSON.stringify([service, profile.endpoint]), profile);
    this.#profiles.set(JSON.stringify([service, profile.endpoint, version]), profile);
  }

  async profileOf(service: string, endpoint: string, version?: string): Promise<EndpointProfile | null> {
    const key = version === undefined ? [service, endpoint] : [service, endpoint, version];
    return this.#profiles.get(JSON.stringify(key)) ?? null;
  }

  async requestProfile(service: string, until: number, seconds: number): Promise<void> {
    this.#wishes.set(service, { until, seconds });
  }

  async requestedProfile(service: string, now: number) {
    const wish = this.#wishes.get(service);
    return wish && wish.until > now ? { seconds: wish.seconds } : null;
  }

  async collectedUntil(service: string): Promise<Readonly<Record<string, number>>> {
    return this.#marks.get(service) ?? {};
  }

  async markCollected(service: string, until: Readonly<Record<string, number>>): Promise<void> {
    this.#marks.set(service, until);
  }
}
