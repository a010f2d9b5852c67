import type { LearningEvent } from '#core/events/learning-event.ts';
import { stores } from '#functions/composition/stores.ts';
import { repeat } from '../repeat.ts';

const interval = 400;
const perLook = 100;

/**
 * Follows the audit log and passes on each new event, in order. It is the only source of the printed progress, so
 * that what is printed is what is recorded.
 * @returns a function that stops it after one last read.
 */
export function followEvents(
  since: number,
  onEvent: (event: LearningEvent) => Promise<void>,
): () => Promise<void> {
  const seen = new Set<string>();

  async function look(): Promise<void> {
    const fresh: LearningEvent[] = [];
    let cursor: string | null | undefined;
    do {
      const today = new Date().toISOString().slice(0, 10);
      const page = await stores().events.byDay(today, { limit: perLook, ...(cursor ? { cursor } : {}) });
      const news = page.items.filter(({ at, hash }) => at >= since && !seen.has(hash));
      fresh.push(...news);
      // Newest first: after a page with a known event there is nothing new.
      cursor = news.length === page.items.length ? page.cursor : null;
    } while (cursor);
    for (const event of fresh.sort((a, b) => a.at - b.at || a.sequence - b.sequence)) {
      await onEvent(event);
      seen.add(event.hash);
    }
  }

  const loop = repeat('the printed progress', look, interval);
  return async () => {
    await loop.stop();
    // Without its records, nothing more can be printed, and the end must not fail.
    await look().catch(() => undefined);
  };
}
