import type { LearningEvent } from '#core/events/learning-event.ts';
import { day } from '#core/time.ts';
import { type ApiAccess, askApi } from '../api/ask-api.ts';
import { readEvent, readEvents } from './event-line.ts';

/** All events of a subject, oldest first. */
export interface Chain {
  readonly subject: string;
  readonly events: readonly LearningEvent[];
}

interface Page {
  readonly items: readonly unknown[];
  readonly cursor: string | null;
}

interface Selection {
  readonly days: number;
  /** Those that are read even if nothing happened to them for longer. */
  readonly subjects: Iterable<string>;
  readonly now: number;
}

/**
 * Reads the whole chain of every subject to which something happened in the latest days.
 * @throws what `askApi` throws.
 */
export async function* chainsFromApi(
  access: ApiAccess,
  { days, subjects, now }: Selection,
): AsyncGenerator<Chain> {
  const found = new Set(subjects);
  for (let age = 0; age < days; age += 1) {
    const date = new Date(now - age * day).toISOString().slice(0, 10);
    for await (const { subject } of eventsFrom(access, { day: date })) found.add(subject);
  }
  for (const subject of [...found].sort()) {
    const events: LearningEvent[] = [];
    for await (const event of eventsFrom(access, { subject })) events.push(event);
    yield { subject, events };
  }
}

async function* eventsFrom(
  access: ApiAccess,
  query: Readonly<Record<string, string>>,
): AsyncGenerator<LearningEvent> {
  const words = new URLSearchParams({ ...query, limit: '100' });
  for (let cursor: string | null = ''; cursor !== null; words.set('cursor', cursor ?? '')) {
    const page: Page = await askApi<Page>(access, `/events?${words.toString()}`);
    yield* page.items.map(readEvent);
    cursor = page.cursor;
  }
}

/**
 * Reads the chains of an export: one event a line, those of a subject in their order.
 * @param subjects those that should be in it.
 */
export async function* chainsFromFile(file: string, subjects: Iterable<string>): AsyncGenerator<Chain> {
  const chains = new Map<string, LearningEvent[]>([...subjects].map((subject) => [subject, []]));
  for await (const event of readEvents(file)) {
    const events = chains.get(event.subject) ?? [];
    chains.set(event.subject, events);
    events.push(event);
  }
  for (const [subject, events] of chains) yield { subject, events };
}
