import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { PutCommand, TransactWriteCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { Stale } from '#core/errors.ts';
import type { Table } from './table.ts';

export type Writes = NonNullable<TransactWriteCommandInput['TransactItems']>;

/**
 * Writes all items or none. A single put is atomic without a transaction, and takes half the units.
 * @param what names the record in the error message.
 * @throws Stale when a condition failed or another transaction wrote the same items.
 */
export async function writeTransaction({ client }: Table, what: string, writes: Writes): Promise<void> {
  const [{ Put: put } = {}, ...others] = writes;
  try {
    if (put && others.length === 0) await client.send(new PutCommand(put));
    else await client.send(new TransactWriteCommand({ TransactItems: writes }));
  } catch (error) {
    if (isRace(error))
      throw new Stale(`${what} was changed by another writer at the same time; read it again.`, {
        cause: error,
      });
    throw error;
  }
}

function isRace(error: unknown): boolean {
  if (error instanceof ConditionalCheckFailedException) return true;
  if (!(error instanceof TransactionCanceledException)) return false;
  return (error.CancellationReasons ?? []).some(
    ({ Code }) => Code === 'ConditionalCheckFailed' || Code === 'TransactionConflict',
  );
}
