import { NotFound } from '#core/errors.ts';
import type { Service, ServiceStore } from '#core/service/service.ts';

/** An in-memory store with the guarantees of the port. */
export class MemoryServices implements ServiceStore {
  readonly #services = new Map<string, Service>();
  readonly #holders = new Map<string, string>();

  async load(name: string): Promise<Service> {
    const service = this.#services.get(name);
    if (!service)
      throw new NotFound(`there is no service ${name}.`, { code: 'service/unknown', data: { name } });
    return service;
  }

  async save(service: Service): Promise<void> {
    this.#services.set(service.name, service);
  }

  async claimRollout(name: string, improvementId: string): Promise<string> {
    const holder = this.#holders.get(name) ?? improvementId;
    this.#holders.set(name, holder);
    return holder;
  }

  async releaseRollout(name: string, improvementId: string): Promise<void> {
    if (this.#holders.get(name) === improvementId) this.#holders.delete(name);
  }
}
