import type { ChainFault } from './audit-chain.ts';
import { type EventLink, type LearningEvent, linkOf } from './learning-event.ts';
import { verifyChain } from './verify-chain.ts';

interface PageRequest {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

interface EventPage {
  readonly items: readonly LearningEvent[];
  readonly cursor: string | null;
}

/** Port: the audit log, to read. */
export interface EventReader {
  /** All events of a subject, oldest first. */
  bySubject(subject: string, page: PageRequest): Promise<EventPage>;
  /** All events of a UTC day (`2026-11-23`), newest first. */
  byDay(day: string, page: PageRequest): Promise<EventPage>;
}

/** What was found of the events of one subject. */
export interface VerifiedChain {
  readonly subject: string;
  readonly events: number;
  /** The last link: keep it elsewhere, and a later verification shows whether events up to it were removed or replaced. */
  readonly head: EventLink | null;
  readonly holds: boolean;
  /** The first event that is not as it was written; null if the chain holds. */
  readonly fault: ChainFault | null;
}

interface VerifyDependencies {
  readonly events: EventReader;
  readonly hash: (text: string) => string;
}

/** Events of one chain that are in memory at a time. */
const batch = 500;

/** Verifies the whole chain of one subject. */
export async function verifySubject(
  subject: string,
  { events: log, hash }: VerifyDependencies,
): Promise<VerifiedChain> {
  let events = 0;
  let head: EventLink | null = null;
  let fault: ChainFault | null = null;
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: EventPage = await log.bySubject(subject, { limit: batch, cursor });
    fault ??= faultIn(page.items, subject, events, head, hash);
    const last = page.items.at(-1);
    if (last) head = linkOf(last);
    events += page.items.length;
    cursor = page.cursor;
  }
  return { subject, events, head, holds: fault === null, fault };
}

/** @param before how many events stand before these, the last of which is `after`. */
function faultIn(
  events: readonly LearningEvent[],
  subject: string,
  before: number,
  after: EventLink | null,
  hash: VerifyDependencies['hash'],
): ChainFault | null {
  const broken = verifyChain(events, hash, after);
  if (broken) return { position: before + broken.index + 1, reason: broken.reason };
  const isOfAnother = events[0] !== undefined && events[0].subject !== subject;
  return isOfAnother ? { position: before + 1, reason: 'other-subject' } : null;
}

/**
 * Verifies the whole chain of every subject to which something happened on a day, for one page of the day's events. A
 * subject may stand on several pages.
 */
export async function verifyDay(
  day: string,
  page: PageRequest,
  needs: VerifyDependencies,
): Promise<{ readonly items: readonly VerifiedChain[]; readonly cursor: string | null }> {
  const { items, cursor } = await needs.events.byDay(day, page);
  const subjects = [...new Set(items.map(({ subject }) => subject))];
  const chains: VerifiedChain[] = [];
  for (const subject of subjects) chains.push(await verifySubject(subject, needs));
  return { items: chains, cursor };
}
