import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { hour, minute, second } from '#core/time.ts';
import { unsetSecret } from '#core/unset-secret.ts';
import { keepingBudget } from '../aws/call-budget.ts';
import { limits } from '../aws/limits.ts';
import { type Kept, lastGood } from './last-good.ts';
import { notSet, type SecretName, secretFailure } from './secret-failure.ts';

export interface SecretOptions extends SecretName {
  readonly client?: SecretsManagerClient;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * One secret text of Secrets Manager, trimmed, because a key from a file ends with a new line. Kept for 5 minutes, so
 * that a rotated secret is noticed; while Secrets Manager is unavailable, the last one is used for up to an hour.
 *
 * Reading it throws Unavailable `secret/unavailable` and, all with fault `ours`, NotFound `secret/unknown`, Forbidden
 * `secret/forbidden` and Conflict `secret/not-set`. No error contains any part of the secret.
 */
export function readSecret({ id, setting, client = bounded(), now = Date.now }: SecretOptions): Kept<string> {
  const name = { id, setting };
  async function read(): Promise<string> {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: id })).catch((error: unknown) => {
      throw secretFailure(error, name);
    });
    const secret = answer.SecretString?.trim();
    if (!secret || secret === unsetSecret) throw notSet(name);
    return secret;
  }
  return lastGood(read, { fresh: 5 * minute, lasting: hour, now });
}

const bounded = (): SecretsManagerClient =>
  keepingBudget(new SecretsManagerClient(limits({ connect: 2 * second, respond: 5 * second })));
