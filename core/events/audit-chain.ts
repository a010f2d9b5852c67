import { type EventLink, type LearningEvent, linkOf } from './learning-event.ts';
import { type ChainBreak, verifyChain } from './verify-chain.ts';

/** What an audit found about the events of one subject. */
export interface ChainAudit {
  readonly subject: string;
  readonly events: number;
  /** The last link: keep it elsewhere, and a later audit notices if events up to it were removed or replaced. */
  readonly head: EventLink | null;
  readonly fault: ChainFault | null;
}

export interface ChainFault {
  /** Where it was noticed; 1 for the subject's first event. */
  readonly position: number;
  readonly reason: ChainBreak['reason'] | 'removed' | 'replaced';
}

/**
 * Audits all events of a subject, oldest first.
 * @param earlier the head at an earlier audit. Without it, nothing shows that the latest events were removed.
 */
export function auditChain(
  subject: string,
  events: readonly LearningEvent[],
  hash: (text: string) => string,
  earlier: EventLink | null,
): ChainAudit {
  const last = events.at(-1);
  const broken = verifyChain(events, hash);
  return {
    subject,
    events: events.length,
    head: last ? linkOf(last) : null,
    fault: broken
      ? { position: broken.index + 1, reason: broken.reason }
      : (againstEarlier(events, earlier) ?? ofAnother(subject, events)),
  };
}

/** An unbroken chain has the event with sequence n at position n. */
function againstEarlier(events: readonly LearningEvent[], earlier: EventLink | null): ChainFault | null {
  if (!earlier) return null;
  const same = events[earlier.sequence - 1];
  if (!same) return { position: earlier.sequence, reason: 'removed' };
  return same.hash === earlier.hash ? null : { position: earlier.sequence, reason: 'replaced' };
}

const ofAnother = (subject: string, [first]: readonly LearningEvent[]): ChainFault | null =>
  first && first.subject !== subject ? { position: 1, reason: 'other-subject' } : null;
