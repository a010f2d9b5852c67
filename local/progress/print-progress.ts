import { isOpen } from '#core/improvements/status.ts';
import { stores } from '#functions/composition/stores.ts';
import { followEvents } from './follow-events.ts';
import { progressLineOf } from './progress-line.ts';
import type { ProgressPrinter } from './progress-printer.ts';

export interface Story {
  /** Learning events since the story's start. */
  events(): number;
  end(): Promise<void>;
}

const prefix = 'improvement:';

/** Tells what the audit log says from now on. */
export function printProgress(teller: ProgressPrinter, since: number): Story {
  let events = 0;
  const end = followEvents(since, async ({ subject, type, reason, after }) => {
    events += 1;
    if (!subject.startsWith(prefix)) return;
    const improvement = await stores().improvements.load(subject.slice(prefix.length));
    const sentence = progressLineOf(type, improvement, reason);
    // A finding opens no chapter: several may wait while one is under way.
    if (!sentence || type === 'improvement.opportunity') {
      if (sentence) teller.say(`${sentence.word}: ${sentence.text}`);
      return;
    }
    const reached = (after as { status?: typeof improvement.status } | null)?.status ?? improvement.status;
    const outcome = isOpen(reached) ? 'open' : reached === 'applied' ? 'good' : 'bad';
    teller.tell({ id: improvement.id, title: improvement.endpoint, ...sentence, outcome });
  });
  return { events: () => events, end };
}
