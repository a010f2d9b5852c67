import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './table.ts';

/** What became of a request under its key. */
export type Claim =
  | { readonly state: 'claimed' }
  | { readonly state: 'in-progress' }
  | { readonly state: 'key-reused' }
  | { readonly state: 'completed'; readonly response: unknown };

const secondsKept = 86_400;
/** A request whose process died leaves its claim behind; after this long another may take it over. */
const leaseSeconds = 30;

/** Remembers requests by key, so that a repeated one gets the first one's answer. */
export function dynamoIdempotency({ client, name: TableName }: Table) {
  return {
    /** Claims a key for a request, known by its fingerprint. `now` in seconds since 1970. */
    async claim(key: string, fingerprint: string, now: number): Promise<Claim> {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keyOf(key),
              fingerprint,
              leaseUntil: now + leaseSeconds,
              expiresAt: now + secondsKept,
            },
            ConditionExpression:
              'attribute_not_exists(pk) or expiresAt < :now or ' +
              '(fingerprint = :fingerprint and attribute_not_exists(responseBody) and leaseUntil < :now)',
            ExpressionAttributeValues: { ':now': now, ':fingerprint': fingerprint },
          }),
        );
        return { state: 'claimed' };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const { Item: found } = await client.send(
          new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: true }),
        );
        if (!found) return { state: 'in-progress' };
        if (found.fingerprint !== fingerprint) return { state: 'key-reused' };
        return found.responseBody === undefined
          ? { state: 'in-progress' }
          : { state: 'completed', response: found.responseBody };
      }
    },

    async complete(key: string, fingerprint: string, response: unknown, now: number): Promise<void> {
      await client.send(
        new PutCommand({
          TableName,
          Item: { ...keyOf(key), fingerprint, responseBody: response, expiresAt: now + secondsKept },
        }),
      );
    },

    /**
     * Gives a key back after an error, so that the request may be tried again. Leaves it with whoever took it over
     * since it was claimed, at `claimedAt`.
     */
    async release(key: string, claimedAt: number): Promise<void> {
      try {
        await client.send(
          new DeleteCommand({
            TableName,
            Key: keyOf(key),
            ConditionExpression: 'leaseUntil = :lease and attribute_not_exists(responseBody)',
            ExpressionAttributeValues: { ':lease': claimedAt + leaseSeconds },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

const keyOf = (key: string) => ({ pk: `IDEMPOTENCY#${key}`, sk: 'RESPONSE' });
