import { expect, test } from 'vitest';
import { Trial } from '#core/service/trial.ts';
import type { Draft } from '#local/onboarding/answers.ts';
import { look } from '#local/onboarding/look/look.ts';
import { tryStarts } from '#local/onboarding/trials/try-starts.ts';
import { viewTexts } from '../../../../support/file-view.ts';

const draft: Draft = { name: 'shop', language: 'javascript', commands: { start: '', test: 'true' } };
const ended = { result: 'fails', fault: 'ended', detail: 'it ended with code 1.' };
const started = { result: 'works', health: { path: '/', status: 200 } };

/** Tries a service whose starts come out as told by their environment. */
async function tried(
  texts: Readonly<Record<string, string>>,
  outcome: (env: NonNullable<Draft['env']>) => object,
  dependencies: Readonly<Record<string, string>> = {},
) {
  const json = JSON.stringify({ scripts: { start: 'node app.js' }, dependencies });
  const findings = look(viewTexts({ 'package.json': json, ...texts }), '.');
  return tryStarts(draft, findings, async (step, { env = {} }) =>
    Trial.parse({ step, output: '', detail: '', seconds: 1, ...outcome(env) }),
  );
}

test('a service that asks for NODE_ENV gets the one of production', async () => {
  const output = "Error: env must have required property 'NODE_ENV'";
  const { isUsable, draft: settled } = await tried(
    { 'app.js': "env.schema(S.prop('NODE_ENV'))" },
    ({ NODE_ENV }) => (NODE_ENV === 'production' ? started : { ...ended, output }),
  );
  expect(isUsable).toBe(true);
  expect(settled.env).toEqual({ NODE_ENV: 'production' });
});

test('one that dies of a variable without naming it gets all that its code reads', async () => {
  const output = "TypeError: Invalid URL: 'http://undefined:undefined'";
  const { isUsable, rows } = await tried(
    { 'app.js': 'const { STOCK_HOST, STOCK_PORT } = process.env;' },
    ({ STOCK_HOST, STOCK_PORT }) => (STOCK_HOST && STOCK_PORT ? started : { ...ended, output }),
  );
  expect(isUsable).toBe(true);
  expect(rows.at(-1)).toMatchObject({
    verdict: 'partly',
    detail: expect.stringContaining('STOCK_HOST, STOCK_PORT'),
  });
});

test.each([
  "const file = process.env.DB_FILE || '/etc/shop/shop.db';",
  "const { DB_FILE = '/etc/shop/shop.db' } = process.env;",
  "open(process.env['DB_FILE'] ?? '/etc/shop/shop.db');",
])('one that keeps its data outside of its folder is given a place in it: %s', async (code) => {
  const output = "Error: ENOENT: no such file or directory, mkdir '/etc/shop'";
  const {
    isUsable,
    draft: settled,
    rows,
  } = await tried({ 'app.js': code }, ({ DB_FILE }) => (DB_FILE ? started : { ...ended, output }));
  expect(isUsable).toBe(true);
  expect(settled.env).toEqual({ DB_FILE: './shop.db' });
  expect(rows.at(-1)?.detail).toContain('may not write to /etc/shop/shop.db, which DB_FILE moves');
});

test('one that does not find a file of its own is not given another place', async () => {
  const output = "Error: ENOENT: no such file or directory, open '/srv/shop/views/index.html'";
  const code = "const file = process.env.DB_FILE || '/etc/shop/shop.db';";
  const { isUsable, draft: settled } = await tried({ 'app.js': code }, () => ({ ...ended, output }));
  expect(isUsable).toBe(false);
  expect(settled.env).toBeUndefined();
});

test('one that needs a database, and does not say so, is told of the key that starts it', async () => {
  const { isUsable, rows } = await tried({ 'app.js': '' }, () => ({ ...ended, fault: 'silent' }), {
    mongoose: '8',
  });
  expect(isUsable).toBe(false);
  expect(rows.at(-1)?.detail).toContain(
    'may need MongoDB, and nothing runs beside it here unless a line in `setup`',
  );
});
