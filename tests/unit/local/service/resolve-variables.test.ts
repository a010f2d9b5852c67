import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readSecrets,
  resolveVariables,
  secretsAmong,
  withoutSecrets,
} from '#local/service/resolve-variables.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const env = { REGION: 'north', KEY: { secret: 'SHOP_KEY' }, URL: { secret: 'SHOP_URL', test: 'memory:' } };

test('a service gets its values, and its secrets by the names that the operator keeps them under', () => {
  expect(resolveVariables(env, { SHOP_KEY: 'open', SHOP_URL: '', OTHER: 'x' })).toEqual({
    REGION: 'north',
    KEY: 'open',
    URL: '',
  });
});

test('all secrets that are nowhere are named, and no value is', () => {
  expect(() => resolveVariables(env, { REGION: 'south' })).toThrow(
    'env of ironclaw.json asks for SHOP_KEY (for KEY), SHOP_URL (for URL), which you have not set: export it, or name a file that has it with --env-file.',
  );
});

test('a file of secrets goes before the environment', () => {
  const file = join(temporaryFolder(), 'secrets.env');
  writeFileSync(file, '# of the shop\nSHOP_KEY="open sesame"\nexport SHOP_URL=db:1\n');

  expect(readSecrets({ SHOP_KEY: 'closed', HOME: '/home' }, file)).toEqual({
    SHOP_KEY: 'open sesame',
    SHOP_URL: 'db:1',
    HOME: '/home',
  });
});

test('a file of secrets that is not there is refused', () => {
  expect(() => readSecrets({}, '/nowhere/secrets.env')).toThrow(
    '/nowhere/secrets.env cannot be read; name a file of NAME=value lines with --env-file.',
  );
});

test('what a service printed loses its secrets, and nothing else', () => {
  const variables = { REGION: 'north', KEY: 'open', URL: '' };

  expect(withoutSecrets('open the north with open', secretsAmong(variables, env))).toBe(
    '*** the north with ***',
  );
});

test('a secret that begins as another does is removed whole', () => {
  expect(withoutSecrets('it is open sesame', ['open', 'open sesame'])).toBe('it is ***');
});
