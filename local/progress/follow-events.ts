import type { LearningEvent } from '#core/events/learning-event.ts';
import { stores } from '#functions/composition/stores.ts';

const interval = 400;
const perLook = 100;

/**
 * Reads the audit log as it grows and hands each new event on, in order. The story has no other source, so that what
 * is told is what is on record.
 * @returns a function that ends it, after one last look.
 */
export function followEvents(
  since: number,
  tell: (event: LearningEvent) => Promise<void>,
): () => Promise<void> {
  const told = new Set<string>();
  let isEnded = false;

  async function look(): Promise<void> {
    const fresh: LearningEvent[] = [];
    let cursor: string | null | undefined;
    do {
      const today = new Date().toISOString().slice(0, 10);
      const page = await stores().events.byDay(today, { limit: perLook, ...(cursor ? { cursor } : {}) });
      const news = page.items.filter(({ at, hash }) => at >= since && !told.has(hash));
      fresh.push(...news);
      // Newest first: a page with something already told is followed by nothing new.
      cursor = news.length === page.items.length ? page.cursor : null;
    } while (cursor);
    for (const event of fresh.sort((a, b) => a.at - b.at || a.sequence - b.sequence)) {
      told.add(event.hash);
      await tell(event);
    }
  }

  const work = (async () => {
    while (!isEnded) {
      await look();
      await new Promise((done) => setTimeout(done, interval));
    }
    await look();
  })();
  return async () => {
    isEnded = true;
    await work;
  };
}
