import { createHash } from 'node:crypto';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { chain, type LearningEvent, type LearningEventDraft } from '#core/events/learning-event.ts';
import type { Page } from '#core/improvements/ports.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { sortable, type Table } from './table.ts';
import type { Writes } from './transaction.ts';

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The place of a subject's latest event, kept on the subject's own record. */
export type LastEvent = { readonly sequence: number; readonly hash: string } | null;

/** The write that appends an event to its subject's chain, and the subject's new place in it. */
export function appendEvent(
  { name }: Table,
  previous: LastEvent,
  draft: LearningEventDraft,
  at: number,
): { write: Writes[number]; lastEvent: NonNullable<LastEvent> } {
  const event = chain(previous, draft, at, sha256);
  const write = {
    Put: {
      TableName: name,
      Item: {
        pk: `EVENTS#${event.subject}`,
        sk: sortable(event.sequence),
        gsi1pk: `EVENTS#${dayOf(at)}`,
        gsi1sk: `${sortable(at)}#${event.subject}#${sortable(event.sequence)}`,
        event,
      },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
  return { write, lastEvent: { sequence: event.sequence, hash: event.hash } };
}

/** UTC. */
const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Reads the audit log; nothing here can change it. */
export function dynamoEventLog({ client, name }: Table) {
  async function page(input: object, limit: number, cursor?: string): Promise<Page<LearningEvent>> {
    const { Items = [], LastEvaluatedKey } = await client.send(
      new QueryCommand({
        TableName: name,
        Limit: limit,
        ExclusiveStartKey: decodeCursor(cursor),
        ...input,
      }),
    );
    return {
      items: Items.map(({ event }) => event as LearningEvent),
      cursor: encodeCursor(LastEvaluatedKey),
    };
  }
  return {
    /** A subject's whole chain, oldest first. */
    ofSubject: (subject: string, { limit, cursor }: { limit: number; cursor?: string | undefined }) =>
      page(
        { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': `EVENTS#${subject}` } },
        limit,
        cursor,
      ),
    /** The events of a day (UTC, `2026-11-23`), newest first. */
    ofDay: (day: string, { limit, cursor }: { limit: number; cursor?: string | undefined }) =>
      page(
        {
          IndexName: 'gsi1',
          KeyConditionExpression: 'gsi1pk = :pk',
          ExpressionAttributeValues: { ':pk': `EVENTS#${day}` },
          ScanIndexForward: false,
        },
        limit,
        cursor,
      ),
  };
}
