import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { NotFound, Stale } from '#core/errors.ts';
import type { LearningEventDraft } from '#core/events/learning-event.ts';
import { nothingSpent } from '#core/improvements/candidate/spending.ts';
import type { Change, Improvement } from '#core/improvements/improvement.ts';
import type { ImprovementStore, Page } from '#core/improvements/ports.ts';
import type { Status } from '#core/improvements/status.ts';
import { appendEvent } from './event-log.ts';
import { cut, fitImprovement, longestReason } from './fit-improvement.ts';
import { queryPage } from './query-page.ts';
import { sortable, type Table } from './table.ts';
import { writeTransaction } from './write-transaction.ts';

export function dynamoImprovements(table: Table): ImprovementStore {
  const { client, name } = table;

  async function write(
    improvement: Improvement,
    draft: LearningEventDraft,
    condition: object,
  ): Promise<Improvement> {
    const fitting = fitImprovement(improvement);
    const { write: event, lastEvent } = appendEvent(
      table,
      improvement.lastEvent,
      { ...draft, reason: cut(draft.reason, longestReason) },
      improvement.updatedAt,
    );
    const record = { ...fitting, lastEvent };
    await writeTransaction(table, `improvement ${improvement.id}`, [
      { Put: { TableName: name, Item: itemOf(record), ...condition } },
      event,
    ]);
    return record;
  }

  return {
    async load(id) {
      const { Item } = await client.send(
        new GetCommand({ TableName: name, Key: keyOf(id), ConsistentRead: true }),
      );
      if (!Item)
        throw new NotFound(`there is no improvement ${id}.`, { code: 'improvement/unknown', data: { id } });
      return improvementFrom(Item.record);
    },

    async create(improvement, event) {
      try {
        await write(improvement, event, { ConditionExpression: 'attribute_not_exists(pk)' });
        return true;
      } catch (error) {
        if (error instanceof Stale) return false;
        throw error;
      }
    },

    save: ({ improvement, expected, event }: Change) =>
      write(improvement, event, {
        ConditionExpression: 'revision = :expected',
        ExpressionAttributeValues: { ':expected': expected },
      }),

    async list({ service, status, ...page }): Promise<Page<Improvement>> {
      const query = { ...indexFor({ service, status }), ScanIndexForward: false };
      const { items, cursor } = await queryPage(table, query, page);
      return { items: items.map(({ record }) => improvementFrom(record)), cursor };
    },
  };
}

/** An improvement that an earlier version of ours began lacks what has come since. */
const laterFields = {
  moves: 0,
  baseReport: null,
  rivals: [],
  spending: nothingSpent,
  execution: null,
  resumes: 0,
  testingSince: null,
  backup: null,
  restored: null,
  production: null,
} satisfies Partial<Improvement>;

function improvementFrom(record: unknown): Improvement {
  const found: Omit<Improvement, 'excused'> & Partial<Improvement> = {
    ...laterFields,
    ...(record as Improvement),
  };
  return { ...found, excused: found.excused ?? found.moves };
}

const keyOf = (id: string) => ({ pk: `IMPROVEMENT#${id}`, sk: 'RECORD' });

function itemOf(record: Improvement) {
  const { id, service, status, createdAt, revision } = record;
  const age = `${sortable(createdAt)}#${id}`;
  return {
    ...keyOf(id),
    gsi1pk: 'IMPROVEMENTS',
    gsi1sk: age,
    gsi2pk: `IMPROVEMENTS#${service}`,
    gsi2sk: `${status}#${age}`,
    service,
    status,
    revision,
    record,
  };
}

/** A query by service or status alone is filtered after reading, so a page may hold fewer than `limit` items. */
function indexFor({ service, status }: { service: string | undefined; status: Status | undefined }) {
  if (service !== undefined && status !== undefined)
    return {
      IndexName: 'gsi2',
      KeyConditionExpression: 'gsi2pk = :pk and begins_with(gsi2sk, :status)',
      ExpressionAttributeValues: { ':pk': `IMPROVEMENTS#${service}`, ':status': `${status}#` },
    };
  const all = { IndexName: 'gsi1', KeyConditionExpression: 'gsi1pk = :pk' };
  const wanted = Object.entries({ service, status }).find(([, value]) => value !== undefined);
  if (!wanted) return { ...all, ExpressionAttributeValues: { ':pk': 'IMPROVEMENTS' } };
  return {
    ...all,
    FilterExpression: '#wanted = :wanted',
    ExpressionAttributeNames: { '#wanted': wanted[0] },
    ExpressionAttributeValues: { ':pk': 'IMPROVEMENTS', ':wanted': wanted[1] },
  };
}
