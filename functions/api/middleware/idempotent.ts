import { createHash } from 'node:crypto';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { documentClient } from '#adapters/dynamodb/client.ts';
import { dynamoIdempotency } from '#adapters/dynamodb/idempotency.ts';
import { Conflict, InvalidInput } from '#core/errors.ts';
import { readEnvironment } from '../../composition/environment.ts';
import { once } from '../../composition/once.ts';
import { idempotencyKey } from './idempotency-key.ts';
import type { Caller } from './request.ts';

const memory = once(() =>
  dynamoIdempotency({ client: documentClient(), name: readEnvironment('TABLE_NAME').TABLE_NAME }),
);

/**
 * Answers a request that carries an `Idempotency-Key` once; a repetition gets the first answer again.
 *
 * The key counts for one caller. An error gives it back, so that the caller may try again under the same key.
 * @throws Conflict `idempotency/key-reused`, `idempotency/under-way`; InvalidInput `idempotency/invalid-key`.
 */
export async function idempotent(
  event: APIGatewayProxyEventV2,
  caller: Caller,
  answer: () => Promise<object>,
): Promise<object> {
  const given = event.headers['idempotency-key'];
  if (given === undefined) return answer();
  if (!/^[\x21-\x7e]{1,128}$/.test(given))
    throw new InvalidInput('an Idempotency-Key has 1 to 128 visible ASCII characters.', {
      code: 'idempotency/invalid-key',
    });
  const key = idempotencyKey(caller.id, given);
  const fingerprint = fingerprintOf(event);
  const claimedAt = secondsNow();
  const claim = await memory().claim(key, fingerprint, claimedAt);
  if (claim.state === 'completed') return claim.response as object;
  if (claim.state === 'key-reused')
    throw new Conflict('this Idempotency-Key was used for another request; use a new one.', {
      code: 'idempotency/key-reused',
    });
  if (claim.state === 'in-progress')
    throw new Conflict(
      'the first request with this Idempotency-Key is still in progress; try again in a moment.',
      {
        code: 'idempotency/under-way',
      },
    );
  try {
    const body = await answer();
    await memory().complete(key, fingerprint, body, secondsNow());
    return body;
  } catch (error) {
    await memory().release(key, claimedAt);
    throw error;
  }
}

const secondsNow = (): number => Math.floor(Date.now() / 1_000);

function fingerprintOf({ requestContext, rawPath, body }: APIGatewayProxyEventV2): string {
  return createHash('sha256')
    .update(JSON.stringify([requestContext.http.method, rawPath, body ?? '']))
    .digest('hex');
}
