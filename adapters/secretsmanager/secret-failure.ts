import { toUnavailable } from '#adapters/aws/as-unavailable.ts';
import { Conflict, Forbidden, NotFound, Unavailable } from '#core/errors.ts';

export interface SecretName {
  /** ARN or name. */
  readonly id: string;
  /** The setting that names the secret, for the operator who must fix it: `MODEL_KEY_SECRET`. */
  readonly setting: string;
}

const code = 'secret/unavailable';
const missing = ['ResourceNotFoundException', 'InvalidRequestException'];
/** Also the error for a KMS key that the role may not use. */
const refused = ['AccessDeniedException', 'DecryptionFailure'];

/** The domain error for a failed reading of a secret. A response that cannot be parsed may contain the secret, so it is not passed on. */
export function secretFailure(error: unknown, { id, setting }: SecretName): unknown {
  if (!(error instanceof Error)) return error;
  if (error instanceof SyntaxError)
    return new Unavailable(`the response for the secret ${id} (${setting}) cannot be parsed; try again.`, {
      code,
    });
  const details = { fault: 'ours', data: { setting }, cause: error } as const;
  if (error.name === 'ResourceNotFoundException' && error.message.includes('staging label'))
    return notSet({ id, setting });
  if (missing.includes(error.name))
    return new NotFound(
      `there is no secret ${id}, or it is being deleted; ${setting} should name one of this account and region.`,
      { code: 'secret/unknown', ...details },
    );
  if (refused.includes(error.name))
    return new Forbidden(
      `the role lacks secretsmanager:GetSecretValue on ${id} (${setting}), or kms:Decrypt on its key.`,
      { code: 'secret/forbidden', ...details },
    );
  return toUnavailable(error, { what: `the secret of ${setting}`, code });
}

/** A secret that was created but never given a value. */
export function notSet({ id, setting }: SecretName): Conflict {
  const command = `aws secretsmanager put-secret-value --secret-id ${id} --secret-string file://secret.txt`;
  return new Conflict(`the secret ${id} (${setting}) has no value yet; set it with: ${command}`, {
    code: 'secret/not-set',
    fault: 'ours',
    data: { setting },
  });
}
