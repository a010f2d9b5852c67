import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';
import type { SeriesStep } from '#core/performance/series/ports.ts';
import { itemOfPart } from './part-item.ts';
import { itemOfSeries } from './series-item.ts';
import type { Table } from './table.ts';

/** A transaction has at most 100 writes; a step has two. */
const stepsPerWrite = 50;
const maxTries = 8;

/**
 * Writes each step's point and part in one transaction with those of others.
 * @returns the steps of series that have moved on.
 * @throws Unavailable `store/busy` if other writers keep winning the race.
 */
export async function advanceSeries(
  table: Table,
  service: string,
  steps: readonly SeriesStep[],
): Promise<readonly SeriesStep[]> {
  const overtaken: SeriesStep[] = [];
  for (let i = 0; i < steps.length; i += stepsPerWrite)
    overtaken.push(...(await advanceOnce(table, service, steps.slice(i, i + stepsPerWrite))));
  return overtaken;
}

async function advanceOnce(
  table: Table,
  service: string,
  steps: readonly SeriesStep[],
): Promise<readonly SeriesStep[]> {
  const overtaken: SeriesStep[] = [];
  let left = steps;
  for (let tries = 1; left.length > 0; tries += 1) {
    const writes = left.flatMap((step) => writesOf(table, service, step));
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: writes.map(({ write }) => write) }));
      break;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const failed = (error.CancellationReasons ?? []).map(({ Code }) => Code === 'ConditionalCheckFailed');
      const lost = new Set(writes.flatMap(({ step }, i) => (failed[i] ? [step] : [])));
      overtaken.push(...lost);
      left = left.filter((step) => !lost.has(step));
      if (left.length === 0 || lost.size > 0) continue;
      if (tries >= maxTries)
        throw new Unavailable('too many exports of the same series arrive at once; send this one again.', {
          code: 'store/busy',
          cause: error,
        });
      // Random, so that writers who met do not meet again.
      await new Promise((done) => setTimeout(done, Math.random() * 25 * 2 ** tries));
    }
  }
  return overtaken;
}

function writesOf({ name: TableName }: Table, service: string, step: SeriesStep) {
  const { series, after, point, part } = step;
  const condition =
    after === null
      ? { ConditionExpression: 'attribute_not_exists(pk)' }
      : {
          ConditionExpression: '#to = :after',
          ExpressionAttributeNames: { '#to': 'to' },
          ExpressionAttributeValues: { ':after': after },
        };
  const ofSeries = { Put: { TableName, Item: itemOfSeries(service, series, point), ...condition } };
  const ofPart = part ? [{ Put: { TableName, Item: itemOfPart(part) } }] : [];
  return [ofSeries, ...ofPart].map((write) => ({ step, write }));
}
