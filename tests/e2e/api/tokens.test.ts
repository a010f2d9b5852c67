import { join } from 'node:path';
import { SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTokens } from '#local/gateway/tokens.ts';
import { expectProblem } from '../../support/api-client.ts';
import { type ApiSystem, startApiSystem } from '../../support/api-system.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

let system: ApiSystem;
beforeAll(async () => {
  system = await startApiSystem();
});
afterAll(() => system.stop());

const user = { sub: 'user-1', roles: ['user'] };
const claims = { ...user, iss: 'urn:ironclaw:local', aud: 'ironclaw-learning', exp: Date.now() / 1_000 + 60 };
const ask = (authorization: string) => system.call('GET', '/preferences', { headers: { authorization } });

test('a token is accepted however "bearer" is written', async () => {
  expect((await ask(`bearer ${await system.tokens.issue(user, '1m')}`)).body).toMatchObject({
    userId: 'user-1',
  });
});

test('a token of another system is refused', async () => {
  const others = await openTokens(join(temporaryFolder(), 'keys.json'));
  expectProblem(await ask(`Bearer ${await others.issue(user, '1m')}`), 401, 'token/invalid');
});

test('a token without a signature is refused', async () => {
  expectProblem(await ask(`Bearer ${new UnsecuredJWT(claims).encode()}`), 401, 'token/invalid');
});

test('a token signed with a secret instead of the key is refused', async () => {
  const secret = new TextEncoder().encode('a secret of thirty-two characters');
  const token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret);
  expectProblem(await ask(`Bearer ${token}`), 401, 'token/invalid');
});

test('a token whose roles were changed after signing is refused', async () => {
  const [header, , signature] = (await system.tokens.issue(user, '1m')).split('.');
  const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['operator'] })).toString('base64url');
  expectProblem(await ask(`Bearer ${header}.${forged}.${signature}`), 401, 'token/invalid');
});

test.each(['', 'Bearer', 'Basic YWRhOmFkYQ==', 'Bearer one two'])(
  '%j is not a bearer token',
  async (header) => {
    expectProblem(await ask(header), 401, 'token/missing');
  },
);

test('a token without a subject is refused', async () => {
  expectProblem(
    await ask(`Bearer ${await system.tokens.issue({ ...user, sub: '' }, '1m')}`),
    401,
    'token/missing',
  );
});

test('the role of an operator or an approver includes that of a viewer, and no other', async () => {
  for (const role of ['operator', 'approver'] as const) {
    const token = await system.tokenOf('user-1', [role]);
    expect((await system.call('GET', '/stats', { token })).status).toBe(200);
    expectProblem(await system.call('GET', '/preferences', { token }), 403, 'role/missing');
  }
});
