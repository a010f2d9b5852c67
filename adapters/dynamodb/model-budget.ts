import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { Conflict } from '#core/errors.ts';
import { expiryOf } from '#core/retention.ts';
import { type Table, utcDay } from './table.ts';

export interface ModelBudget {
  /** Model requests that all functions together may send in a UTC day. */
  readonly asksPerDay: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Counts each model request of a day before it is sent, because a failed request costs money too.
 * @throws Conflict `model/budget-spent` for each call beyond the budget.
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
            ':expiry': expiryOf('modelBudget', now()),
          },
        }),
      );
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
      throw new Conflict(
        `the budget of ${asksPerDay} model requests for ${day} (UTC) is spent; try again tomorrow.`,
        { code: 'model/budget-spent', data: { day, asksPerDay } },
      );
    }
  };
}
