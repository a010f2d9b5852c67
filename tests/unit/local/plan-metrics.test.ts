import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planLines, planMetrics } from '#local/plan-metrics.ts';
import { runIronclaw } from '../../support/ironclaw.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const manifest = {
  name: 'shop',
  language: 'typescript',
  commands: { test: 'npm test', start: 'npm start' },
  metrics: [
    { kind: 'api-gateway', endpoint: 'GET /orders/:id', apiId: 'a1b2c3d4e5' },
    { kind: 'recorder', endpoint: 'POST /orders' },
  ],
};

function repositoryWith(text: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'ironclaw.json'), text);
  return folder;
}

const changed = (fields: object) => repositoryWith(JSON.stringify({ ...manifest, ...fields }));

test('the plan is a table with its price, the price of a rollout, and the naive one', async () => {
  expect(planLines(await planMetrics(changed({}), 15))).toEqual([
    'endpoint         measured by  metrics requested  statistics',
    'GET /orders/:id  api-gateway                  3          11',
    'POST /orders     recorder                     3          11',
    '',
    'Reading 6 metrics every 15 minutes costs $0.18 a month, at the rate of a rollout $0.26.',
    'One statistic a query, every minute, would cost $9.64.',
    "The recorder's own metrics cost $1.20 a month besides.",
    'Prices of 2026-11-25, us-east-1.',
  ]);
});

test.each([
  ['no ironclaw.json', () => temporaryFolder(), 'cannot be read; name the root'],
  ['one that is not JSON', () => repositoryWith('{'), 'is not JSON'],
  [
    'a wrong entry',
    () => changed({ metrics: [{ kind: 'recorder', endpoint: 'orders' }] }),
    'metrics.0.endpoint: must read "METHOD /route/template"',
  ],
  ['no metrics', () => changed({ metrics: [] }), 'names no metrics of CloudWatch; say under "metrics"'],
])('a repository with %s gets a message that says what would be right', async (_, root, told) => {
  await expect(planMetrics(root(), 15)).rejects.toMatchObject({
    name: 'InvalidInput',
    message: expect.stringContaining(told),
  });
});

const run = (...args: string[]) => runIronclaw(['plan-metrics', ...args]);

test('the command prints the plan as JSON, at the requested interval', async () => {
  const { code, stdout, stderr } = await run('--service', changed({}), '--json', '--minutes', '30');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({
    service: 'shop',
    everyMinutes: 30,
    endpoints: [{ endpoint: 'GET /orders/:id', metricsRequested: 3, queries: 11 }, {}],
    price: { readsPerMonth: 1_460, metricsRequested: 6 },
  });
});

test('the command exits with 2 and a sentence, not a stack, if its input is wrong', async () => {
  const empty = await run('--service', temporaryFolder());
  expect({ code: empty.code, stdout: empty.stdout }).toEqual({ code: 2, stdout: '' });
  expect(empty.stderr).toMatch(/^ironclaw: .*ironclaw\.json cannot be read; .*\.\n$/);
  const never = await run('--minutes', '0');
  expect(never.code).toBe(2);
  expect(never.stderr).toContain('a whole number of minutes from 1 to 180');
});
