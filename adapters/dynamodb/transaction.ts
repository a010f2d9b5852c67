import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { Stale } from '#core/errors.ts';
import type { Table } from './table.ts';

export type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Writes all or nothing.
 * @param what names the record in the error's sentence.
 * @throws Stale when a condition did not hold or another transaction was at the same items.
 */
export async function writeTogether({ client }: Table, what: string, writes: Writes): Promise<void> {
  try {
    await client.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    if (error instanceof TransactionCanceledException && isRace(error))
      throw new Stale(`${what} was changed by somebody else at the same time; read it again.`, {
        cause: error,
      });
    throw error;
  }
}

function isRace({ CancellationReasons = [] }: TransactionCanceledException): boolean {
  return CancellationReasons.some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );
}
