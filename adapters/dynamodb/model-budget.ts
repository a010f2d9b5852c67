import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Conflict } from '#core/errors.ts';
import { type Table, utcDay } from './table.ts';

export interface ModelBudget {
  /** How often a model may be asked in a day (UTC), by all functions together. */
  readonly asksPerDay: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const secondsKept = 3 * 86_400;

/**
 * Counts the asks of a day before each is made: one that fails afterwards has been paid for all the same.
 * @throws Conflict `model/budget-spent` from each call beyond the budget.
 */
export function dynamoModelBudget({ client, name: TableName }: Table, { asksPerDay, now }: ModelBudget) {
  return async (): Promise<void> => {
    const day = utcDay(now());
    try {
      await client.send(
        new UpdateCommand({
          TableName,
          Key: { pk: `COUNT#MODEL#${day}`, sk: 'TOTALS' },
          UpdateExpression: 'ADD asks :one SET expiresAt = :expiry',
          ConditionExpression: 'attribute_not_exists(asks) or asks < :limit',
          ExpressionAttributeValues: {
            ':one': 1,
            ':limit': asksPerDay,
            ':expiry': Math.floor(now() / 1_000) + secondsKept,
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new Conflict(
        `the model was asked ${asksPerDay} times on ${day}, which is its budget; tomorrow it may be asked again.`,
        { code: 'model/budget-spent', data: { day, asksPerDay } },
      );
    }
  };
}
