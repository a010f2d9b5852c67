import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from '#core/errors.ts';
import type { CountedChange } from '#core/experiments/ports.ts';
import { expiryOf } from '#core/retention.ts';
import type { Table } from './table.ts';

/** A transaction has at most 100 writes; one of them is the experiment's. */
const changesPerWrite = 99;
const maxTries = 8;

/**
 * Adds the ratings to the experiment's counts. Each transaction also leaves a mark for each of its changes: a change
 * with a mark was counted, and is left out.
 * @returns whether the experiment is running; if not, nothing was added.
 * @throws Unavailable `store/busy` if other writers keep winning the race.
 */
export async function addRatings(
  table: Table,
  id: string,
  changes: readonly CountedChange[],
  now: number,
): Promise<boolean> {
  for (let i = 0; i < changes.length; i += changesPerWrite)
    if (!(await addOnce(table, id, changes.slice(i, i + changesPerWrite), now))) return false;
  return true;
}

async function addOnce(
  table: Table,
  id: string,
  changes: readonly CountedChange[],
  now: number,
): Promise<boolean> {
  let left = changes;
  for (let tries = 1; left.length > 0; tries += 1) {
    try {
      await table.client.send(new TransactWriteCommand({ TransactItems: writesOf(table, id, left, now) }));
      return true;
    } catch (error) {
      if (!(error instanceof TransactionCanceledException)) throw error;
      const [ofExperiment, ...ofChanges] = error.CancellationReasons ?? [];
      if (ofExperiment?.Code === conditionFailed) return false;
      left = left.filter((_, i) => ofChanges[i]?.Code !== conditionFailed);
      if (left.length > 0 && tries === maxTries)
        throw new Unavailable(`too many ratings of the experiment ${id} arrive at once; add them again.`, {
          code: 'store/busy',
          cause: error,
        });
      // Random, so that writers who met do not meet again.
      await new Promise((done) => setTimeout(done, Math.random() * 25 * 2 ** tries));
    }
  }
  return true;
}

const conditionFailed = 'ConditionalCheckFailed';

function writesOf({ name: TableName }: Table, id: string, changes: readonly CountedChange[], now: number) {
  const pk = `EXPERIMENT#${id}`;
  const sum = (variant: 0 | 1, kind: 'liked' | 'disliked') =>
    changes.reduce((total, { ratings }) => total + ratings[variant][kind], 0);
  const added = {
    Update: {
      TableName,
      Key: { pk, sk: 'RECORD' },
      UpdateExpression: 'ADD liked1 :liked1, disliked1 :disliked1, liked2 :liked2, disliked2 :disliked2',
      ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(ended)',
      ExpressionAttributeValues: {
        ':liked1': sum(0, 'liked'),
        ':disliked1': sum(0, 'disliked'),
        ':liked2': sum(1, 'liked'),
        ':disliked2': sum(1, 'disliked'),
      },
    },
  };
  const marks = changes.map(({ sequence }) => ({
    Put: {
      TableName,
      Item: { pk, sk: `COUNTED#${sequence}`, expiresAt: expiryOf('countedRatings', now) },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  }));
  return [added, ...marks];
}
