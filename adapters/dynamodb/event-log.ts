import { createHash } from 'node:crypto';
import {
  chainEvent,
  type EventLink,
  type LearningEvent,
  type LearningEventDraft,
  linkOf,
} from '#core/events/learning-event.ts';
import type { Page } from '#core/improvements/ports.ts';
import { queryPage } from './query-page.ts';
import { sortable, type Table, utcDay } from './table.ts';
import type { Writes } from './write-transaction.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The write that appends an event to its subject's chain, and the new last link of the chain.
 * @param previous the chain's last link so far, which the subject's record keeps; `null` when there is none.
 */
export function appendEvent(
  { name }: Table,
  previous: EventLink | null,
  draft: LearningEventDraft,
  at: number,
): { write: Writes[number]; lastEvent: EventLink } {
  const event = chainEvent(previous, draft, at, sha256);
  const write = {
    Put: {
      TableName: name,
      Item: {
        pk: `EVENTS#${event.subject}`,
        sk: sortable(event.sequence),
        gsi1pk: `EVENTS#${utcDay(at)}`,
        gsi1sk: `${sortable(at)}#${event.subject}#${sortable(event.sequence)}`,
        event,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return { write, lastEvent: linkOf(event) };
}

interface EventPage {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Read-only access to the audit log. */
export function dynamoEventLog(table: Table) {
  async function read(query: Parameters<typeof queryPage>[1], page: EventPage): Promise<Page<LearningEvent>> {
    const { items, cursor } = await queryPage(table, query, page);
    return { items: items.map(({ event }) => event as LearningEvent), cursor };
  }
  return {
    /** All events of a subject, oldest first. */
    bySubject: (subject: string, page: EventPage) =>
      read(
        { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': `EVENTS#${subject}` } },
        page,
      ),
    /** All events of a UTC day (`2026-11-23`), newest first. */
    byDay: (day: string, page: EventPage) =>
      read(
        {
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': `EVENTS#${day}` },
          ScanIndexForward: false,
        },
        page,
      ),
  };
}
