import { chainEvent, type EventLink, type LearningEvent, linkOf } from './learning-event.ts';

/** Where a chain breaks, and how: the first event that is not what it should be. */
export interface ChainBreak {
  /** Position in the list that was verified, from 0. */
  readonly index: number;
  readonly reason: 'other-subject' | 'sequence' | 'previous-hash' | 'hash';
}

/**
 * Recomputes every hash and link of one subject's events, oldest first.
 *
 * An event cut off the end cannot be seen from the events alone: compare the last one with the link that the
 * subject's record keeps.
 *
 * @param after the event before the first one of the list; `null` when the list begins the chain.
 * @returns `null` when the chain holds.
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
