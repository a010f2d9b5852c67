import { chainEvent, type EventLink, type LearningEvent, linkOf } from './learning-event.ts';

/** Where and how a chain breaks: the first event that does not match. */
export interface ChainBreak {
  /** 0-based position in the verified list. */
  readonly index: number;
  readonly reason: 'other-subject' | 'sequence' | 'previous-hash' | 'hash';
}

/**
 * Recomputes every hash and link of one subject's events, oldest first.
 *
 * The events alone cannot show that the chain was truncated at its end: compare the last event with the link that
 * the subject's record keeps.
 *
 * @param after the event before the first one in the list; `null` when the list starts the chain.
 * @returns `null` when the chain is intact.
 */
export function verifyChain(
  events: readonly LearningEvent[],
  hash: (text: string) => string,
  after: EventLink | null = null,
): ChainBreak | null {
  let previous = after;
  for (const [index, event] of events.entries()) {
    const expected = chainEvent(previous, event, event.at, hash);
    if (event.subject !== events[0]?.subject) return { index, reason: 'other-subject' };
    if (event.sequence !== expected.sequence) return { index, reason: 'sequence' };
    if (event.previousHash !== expected.previousHash) return { index, reason: 'previous-hash' };
    if (event.hash !== expected.hash) return { index, reason: 'hash' };
    previous = linkOf(event);
  }
  return null;
}
