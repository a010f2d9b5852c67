import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { openTokens } from '#local/gateway/tokens.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const keyFile = () => join(temporaryFolder(), 'keys.json');
const identity = { sub: 'ann', roles: ['user', 'viewer'] };

test('an issued token is verified, with all its claims', async () => {
  const tokens = await openTokens(keyFile());

  const token = await tokens.issue({ ...identity, service: 'ticker' }, '1h');

  expect(await tokens.verify(`Bearer ${token}`)).toMatchObject({
    sub: 'ann',
    roles: ['user', 'viewer'],
    service: 'ticker',
  });
});

test('a token is valid after a restart', async () => {
  const path = keyFile();
  const token = await (await openTokens(path)).issue(identity, '1h');

  const reopened = await openTokens(path);

  expect(await reopened.verify(`Bearer ${token}`)).toMatchObject({ sub: 'ann' });
});

test('only its owner can read the key', async () => {
  const path = keyFile();

  await openTokens(path);

  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a token that was accepted is refused once it has expired', async () => {
  const tokens = await openTokens(keyFile());
  const token = await tokens.issue(identity, '1h');
  await tokens.verify(`Bearer ${token}`);
  expect(await tokens.verify(`Bearer ${token}`)).toMatchObject({ sub: identity.sub });

  vi.useFakeTimers({ now: Date.now() + 2 * 3_600_000, toFake: ['Date'] });
  try {
    await expect(tokens.verify(`Bearer ${token}`)).rejects.toMatchObject({ code: 'token/expired' });
  } finally {
    vi.useRealTimers();
  }
});

test('an expired token is refused, with how to get a new one', async () => {
  const tokens = await openTokens(keyFile());
  const token = await tokens.issue(identity, '-1s');

  await expect(tokens.verify(`Bearer ${token}`)).rejects.toMatchObject({
    code: 'token/expired',
    message: expect.stringContaining('ironclaw token'),
  });
});

test.each([
  ['another machine', async () => (await openTokens(keyFile())).issue(identity, '1h')],
  ['nobody', async () => unsigned({ sub: 'ann', iss: 'urn:ironclaw:local', aud: 'ironclaw-learning' })],
])('a token signed by %s is refused', async (_, foreign) => {
  const tokens = await openTokens(keyFile());

  await expect(tokens.verify(`Bearer ${await foreign()}`)).rejects.toMatchObject({ code: 'token/invalid' });
});

test('a token whose claims were changed is refused', async () => {
  const tokens = await openTokens(keyFile());
  const [header, payload, signature] = (await tokens.issue(identity, '1h')).split('.');
  const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString());
  const forged = encode({ ...claims, roles: ['approver'] });

  await expect(tokens.verify(`Bearer ${header}.${forged}.${signature}`)).rejects.toMatchObject({
    code: 'token/invalid',
  });
});

test.each([undefined, '', 'Basic YTpi', 'Bearer', 'Bearer two words'])(
  'an Authorization header of %j is not a token',
  async (header) => {
    const tokens = await openTokens(keyFile());

    await expect(tokens.verify(header)).rejects.toMatchObject({ code: 'token/missing' });
  },
);

test('the private key never leaves its file', async () => {
  const path = keyFile();
  const tokens = await openTokens(path);
  const { d: secret } = JSON.parse(readFileSync(path, 'utf8'));

  expect(await tokens.issue(identity, '1h')).not.toContain(secret);
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const unsigned = (claims: object): string => `${encode({ alg: 'none' })}.${encode(claims)}.`;
