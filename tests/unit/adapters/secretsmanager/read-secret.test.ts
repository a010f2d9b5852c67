import { createServer } from 'node:http';
import { inspect } from 'node:util';
import {
  GetSecretValueCommand,
  SecretsManagerClient,
  SecretsManagerServiceException,
} from '@aws-sdk/client-secrets-manager';
import { mockClient } from 'aws-sdk-client-mock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSecret } from '#adapters/secretsmanager/read-secret.ts';
import { listen } from '#local/processes/listen.ts';

const id = 'ironclaw/model-key';
const minute = 60_000;

/** A secret with these responses in turn, the last one repeated, at a time that the test sets. */
function secretOf(...answers: readonly (string | Error)[]) {
  const client = new SecretsManagerClient({ region: 'us-east-1' });
  const script = mockClient(client);
  let count = 0;
  script.on(GetSecretValueCommand, { SecretId: id }).callsFake(async () => {
    const answer = answers[Math.min(count++, answers.length - 1)];
    if (answer instanceof Error) throw answer;
    return { SecretString: answer };
  });
  let time = 0;
  const read = readSecret({ id, setting: 'MODEL_KEY_SECRET', client, now: () => time });
  return {
    read,
    asked: () => count,
    at: (minutes: number) => {
      time = minutes * minute;
    },
  };
}

function refusal(name: string, status = 400, message = 'no.'): Error {
  const $fault = status < 500 ? 'client' : 'server';
  return new SecretsManagerServiceException({ name, message, $fault, $metadata: { httpStatusCode: status } });
}
const throttled = refusal('ThrottlingException');
const unavailable = { name: 'Unavailable', code: 'secret/unavailable' };

describe('a secret', () => {
  test('is read once in 5 minutes, and a rotation is noticed after that', async () => {
    const { read, asked, at } = secretOf('sk-1', 'sk-2');
    expect(await read()).toBe('sk-1');
    at(4.9);
    expect(await read()).toBe('sk-1');
    expect(asked()).toBe(1);
    at(5);
    expect(await read()).toBe('sk-2');
  });

  test('is read once for concurrent callers', async () => {
    const { read, asked } = secretOf('sk-1');
    expect(await Promise.all([read(), read(), read({ fresh: true })])).toEqual(['sk-1', 'sk-1', 'sk-1']);
    expect(asked()).toBe(1);
  });

  test('is read again on request', async () => {
    const { read } = secretOf('sk-1', 'sk-2');
    await read();
    expect(await read({ fresh: true })).toBe('sk-2');
    expect(await read()).toBe('sk-2');
  });

  test('is trimmed', async () => {
    expect(await secretOf('sk-1\n').read()).toBe('sk-1');
  });
});

describe('a reading that failed', () => {
  test('is not kept', async () => {
    const { read } = secretOf(throttled, 'sk-1');
    await expect(read()).rejects.toMatchObject(unavailable);
    expect(await read()).toBe('sk-1');
  });

  test('keeps the last good value in use for an hour', async () => {
    const { read, at } = secretOf('sk-1', throttled);
    await read();
    at(59);
    expect(await read()).toBe('sk-1');
    at(60);
    await expect(read()).rejects.toMatchObject(unavailable);
  });

  test('fails a request for a fresh value', async () => {
    const { read } = secretOf('sk-1', throttled);
    await read();
    await expect(read({ fresh: true })).rejects.toMatchObject(unavailable);
  });

  test('discards the last good value if access was withdrawn', async () => {
    const { read, at } = secretOf('sk-1', refusal('AccessDeniedException'));
    await read();
    at(6);
    await expect(read()).rejects.toMatchObject({ code: 'secret/forbidden' });
  });
});

describe('the failure of a secret', () => {
  const late = Object.assign(new Error('late'), { name: 'TimeoutError' });
  const reset = Object.assign(new Error('reset'), { code: 'ECONNRESET' });
  const staging = "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT";

  test.each([
    ['throttling', throttled, 'secret/unavailable', 'dependency'],
    ['a server error', refusal('InternalServiceError', 500), 'secret/unavailable', 'dependency'],
    ['expired credentials', refusal('ExpiredTokenException'), 'secret/unavailable', 'dependency'],
    ['no response in time', late, 'secret/unavailable', 'dependency'],
    ['a broken connection', reset, 'secret/unavailable', 'dependency'],
    ['an unknown name', refusal('ResourceNotFoundException'), 'secret/unknown', 'ours'],
    ['a secret being deleted', refusal('InvalidRequestException'), 'secret/unknown', 'ours'],
    ['a missing permission', refusal('AccessDeniedException'), 'secret/forbidden', 'ours'],
    ['a KMS key without permission', refusal('DecryptionFailure'), 'secret/forbidden', 'ours'],
    ['no value at all', refusal('ResourceNotFoundException', 400, staging), 'secret/not-set', 'ours'],
    ['the placeholder', 'replace-me', 'secret/not-set', 'ours'],
    ['an empty text', ' \n', 'secret/not-set', 'ours'],
  ])('is told: %s', async (_, answer, code, fault) => {
    const failing = secretOf(answer).read();
    await expect(failing).rejects.toMatchObject({ code, fault });
    await expect(failing).rejects.toThrow('MODEL_KEY_SECRET');
  });

  test('is reported with the command that sets a value', async () => {
    await expect(secretOf('replace-me').read()).rejects.toThrow(
      `aws secretsmanager put-secret-value --secret-id ${id} --secret-string `,
    );
  });
});

test('a response that cannot be parsed is not repeated in the error: it may contain the secret', async () => {
  const broken = createServer((_, response) => response.end('{"SecretString":"sk-very-secret'));
  const { url, close } = await listen(broken, 0);
  onTestFinished(close);
  const client = new SecretsManagerClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  const error = await readSecret({ id, setting: 'MODEL_KEY_SECRET', client })().catch(
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject(unavailable);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('sk-very');
});
