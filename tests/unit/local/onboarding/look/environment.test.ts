import { describe, expect, test } from 'vitest';
import { environmentOf, namesPrinted, plausibleValue } from '#local/onboarding/look/environment.ts';
import { viewTexts } from '../../../../support/file-view.ts';

const code = `
  const { JWT_SECRET, REGION = 'eu' } = process.env;
  connect(process.env.DATABASE_URL, process.env['POOL_SIZE'], config.get('MAIL_FROM'), config.get('RESET_PASSWORD_MINUTES'), process.env.PORT);
`;

const reads = (...others: readonly string[]) => ({ others, mentioned: [] });

describe('the environment of a service', () => {
  test('has the values of the example file for the variables that the code names', () => {
    const example =
      'DATABASE_URL=postgres://localhost/x\nJWT_SECRET=sample\nRESET_PASSWORD_MINUTES=10\nMAIL_FROM=a@b\nUNUSED=1\nPOOL_SIZE=\nPORT=1\n';
    expect(environmentOf(viewTexts({ 'src/a.js': code, '.env.example': example }))).toEqual({
      variables: {
        DATABASE_URL: 'postgres://localhost/x',
        JWT_SECRET: { secret: 'JWT_SECRET', test: 'sample' },
        MAIL_FROM: 'a@b',
        RESET_PASSWORD_MINUTES: '10',
      },
      others: ['POOL_SIZE', 'REGION'],
      mentioned: ['POOL_SIZE'],
      example: '.env.example',
    });
  });

  test('repeats no real key of an example file, whatever its name', () => {
    const files = {
      'src/a.js': 'process.env.PAYMENTS',
      '.env.example': `PAYMENTS=sk_live_${'4e'.repeat(12)}`,
    };
    expect(environmentOf(viewTexts(files)).variables).toEqual({
      PAYMENTS: { secret: 'PAYMENTS', test: 'test' },
    });
  });

  test('has names without values where nothing gives one, and nothing of tests', () => {
    expect(
      environmentOf(viewTexts({ 'src/a.js': code, 'test/a.test.js': 'process.env.ONLY_IN_TESTS' })),
    ).toEqual({
      variables: {},
      others: ['DATABASE_URL', 'POOL_SIZE', 'JWT_SECRET', 'REGION'],
      mentioned: ['POOL_SIZE', 'MAIL_FROM', 'RESET_PASSWORD_MINUTES'],
      example: null,
    });
  });
});

test('a dying service names the variables that it lacks', () => {
  const output = 'Error: Config validation error: "JWT_SECRET" is required. "REGION" is required';
  expect(namesPrinted(output, reads('REGION', 'JWT', 'JWT_SECRET'))).toEqual(['REGION', 'JWT_SECRET']);
  expect(namesPrinted('The REGION of the API', reads('REGION', 'API'))).toEqual([]);
});

test.each([
  [
    'a checker',
    'cleanEnv(process.env, { API_KEY: str() })',
    'Missing environment variables:\n    API_KEY: undefined',
  ],
  [
    'zod',
    'z.object({ API_KEY: z.string() }).parse(process.env)',
    '"path": [\n "API_KEY"\n ],\n "message": "Required"',
  ],
  ['a schema of Fastify', "env.schema(S.prop('API_KEY'))", "env must have required property 'API_KEY'"],
])('a name that only the schema of %s has is found where the output misses it', (_, text, output) => {
  const { others, mentioned } = environmentOf(viewTexts({ 'src/env.js': text }));
  expect(namesPrinted(output, { others, mentioned })).toEqual(['API_KEY']);
  expect(namesPrinted('API_KEY was read', { others, mentioned })).toEqual([]);
});

test.each([
  ['BASE_URL', 'http://127.0.0.1:9'],
  ['SESSION_SECRET', 'a-made-up-value-for-tests-only-0123456789'],
  ['REQUEST_TIMEOUT', '10'],
  ['GREETING', 'test'],
])('a made-up %s has the form of its kind', (name, value) => {
  expect(plausibleValue(name)).toBe(value);
});
