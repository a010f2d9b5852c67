import { createHash } from 'node:crypto';
import { NotFound, Stale } from '#core/errors.ts';
import {
  chainEvent,
  type LearningEvent,
  type LearningEventDraft,
  linkOf,
} from '#core/events/learning-event.ts';
import type { Change, Improvement } from '#core/improvements/improvement.ts';
import type { ImprovementQuery, ImprovementStore, Page } from '#core/improvements/ports.ts';
import { pageOf } from './memory-page.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

/** An in-memory store with the guarantees of the port. */
export class MemoryImprovements implements ImprovementStore {
  readonly events: LearningEvent[] = [];
  readonly #records = new Map<string, Improvement>();

  /** A store that holds these records, without their history. */
  static of(...records: readonly Improvement[]): MemoryImprovements {
    const store = new MemoryImprovements();
    for (const record of records) store.#records.set(record.id, record);
    return store;
  }

  async load(id: string): Promise<Improvement> {
    const record = this.#records.get(id);
    if (!record)
      throw new NotFound(`there is no improvement ${id}.`, { code: 'improvement/unknown', data: { id } });
    return record;
  }

  async create(improvement: Improvement, event: LearningEventDraft): Promise<boolean> {
    if (this.#records.has(improvement.id)) return false;
    this.#write(improvement, event);
    return true;
  }

  async save({ improvement, expected, event }: Change): Promise<Improvement> {
    if (this.#records.get(improvement.id)?.revision !== expected)
      throw new Stale(`improvement ${improvement.id} was changed by another writer.`);
    return this.#write(improvement, event);
  }

  async list({ service, status, ...request }: ImprovementQuery): Promise<Page<Improvement>> {
    const all = [...this.#records.values()]
      .filter((record) => service === undefined || record.service === service)
      .filter((record) => status === undefined || record.status === status)
      .sort((a, b) => b.createdAt - a.createdAt);
    return pageOf(`improvements ${service} ${status}`, all, request);
  }

  /** The audit log of this store's writes. */
  log() {
    type Request = { limit: number; cursor?: string | undefined };
    return {
      bySubject: async (subject: string, request: Request) =>
        pageOf(
          subject,
          this.events.filter((event) => event.subject === subject),
          request,
        ),
      byDay: async (day: string, request: Request) =>
        pageOf(
          day,
          this.events
            .filter(({ at }) => new Date(at).toISOString().startsWith(day))
            .sort((a, b) => b.at - a.at),
          request,
        ),
    };
  }

  #write(improvement: Improvement, draft: LearningEventDraft): Improvement {
    const event = chainEvent(improvement.lastEvent, draft, improvement.updatedAt, sha256);
    const record = { ...improvement, lastEvent: linkOf(event) };
    this.events.push(event);
    this.#records.set(record.id, record);
    return record;
  }
}
