import { isOpen } from '#core/improvements/status.ts';
import { stores } from '#functions/composition/stores.ts';
import { followEvents } from './follow-events.ts';
import { progressLineOf } from './progress-line.ts';
import type { ProgressPrinter } from './progress-printer.ts';

export interface PrintedProgress {
  /** Learning events since the start. */
  events(): number;
  end(): Promise<void>;
}

const prefix = 'improvement:';

/** Prints what the audit log records from now on. */
export function printProgress(printer: ProgressPrinter, since: number): PrintedProgress {
  let events = 0;
  const end = followEvents(since, async ({ subject, type, reason, after }) => {
    const improvement = subject.startsWith(prefix)
      ? await stores().improvements.load(subject.slice(prefix.length))
      : null;
    // Not before what may fail: an event that fails is read again.
    events += 1;
    if (!improvement) return;
    const sentence = progressLineOf(type, improvement, reason);
    // A finding opens no task: several may wait while one is in progress.
    if (!sentence || type === 'improvement.opportunity') {
      if (sentence) printer.say(`${sentence.word}: ${sentence.text}`);
      return;
    }
    const reached = (after as { status?: typeof improvement.status } | null)?.status ?? improvement.status;
    const outcome = isOpen(reached) ? 'open' : reached === 'applied' ? 'good' : 'bad';
    printer.update({ id: improvement.id, title: improvement.endpoint, ...sentence, outcome });
  });
  return { events: () => events, end };
}
