import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { expiryOf } from '#core/retention.ts';
import { second } from '#core/time.ts';
import type { Table } from './table.ts';

/**
 * The state of an idempotency key after a claim. `claimed`: the caller handles the request. `in-progress`: another
 * process handles it. `key-reused`: the key belongs to a different request. `completed`: the stored response applies.
 */
export type Claim =
  | { readonly state: 'claimed' }
  | { readonly state: 'in-progress' }
  | { readonly state: 'key-reused' }
  | { readonly state: 'completed'; readonly response: unknown };

const expiry = (now: number) => expiryOf('idempotentResponses', now * second);
/** A process that dies leaves its claim behind. After this time, a repetition of the request may take over the claim. */
const leaseSeconds = 30;

/** Stores requests by idempotency key, so that a repeated request gets the response of the first one. */
export function dynamoIdempotency({ client, name: TableName }: Table) {
  return {
    /** Claims a key for the request with this fingerprint. `now` in seconds since 1970. */
    async claim(key: string, fingerprint: string, now: number): Promise<Claim> {
      try {
        await client.send(
          new PutCommand({
            TableName,
            Item: {
              ...keyOf(key),
              fingerprint,
              leaseUntil: now + leaseSeconds,
              expiresAt: expiry(now),
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

    /** Stores the response of a claimed request. `now` in seconds since 1970. */
    async complete(key: string, fingerprint: string, response: unknown, now: number): Promise<void> {
      await client.send(
        new PutCommand({
          TableName,
          Item: { ...keyOf(key), fingerprint, responseBody: response, expiresAt: expiry(now) },
        }),
      );
    },

    /**
     * Releases a key after an error, so that the request may be tried again. Does nothing if another process has taken
     * over the claim since `claimedAt`.
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
