import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { openCollector } from './collector.ts';

const here = import.meta.dirname;

test('a collector that asks for a profile learns where each endpoint spends its time', async () => {
  const collector = await openCollector((res, nth) => {
    res.end(JSON.stringify({ accepted: 1, ...(nth === 1 && { profile: { seconds: 1 } }) }));
  });
  await promisify(execFile)(process.execPath, [`${here}/programs/busy-service.ts`], {
    cwd: `${here}/programs`,
    env: { ...process.env, IRONCLAW_URL: collector.url, IRONCLAW_FLUSH_MS: '50' },
  });
  collector.close();
  const profiles = collector.received.flatMap(({ batch }) => batch.profiles);
  const functionsOf = (name: string) => profiles.find(({ endpoint }) => endpoint === name)?.functions ?? [];

  const [spin] = functionsOf('GET /spin').filter(({ name }) => name === 'spinForAWhile');
  expect(spin).toMatchObject({ file: 'busy-service.ts' });
  expect(spin?.line).toBeGreaterThan(1);
  expect(spin?.total).toBeGreaterThan(0.8);
  expect(functionsOf('GET /spin').map(({ name }) => name)).not.toContain('workAfterWaiting');

  const [waited, ...others] = functionsOf('GET /wait').filter(({ name }) => name === 'workAfterWaiting');
  expect(others).toEqual([]);
  expect(waited).toMatchObject({ file: 'busy-service.ts' });
  expect(waited?.total).toBeGreaterThan(0.4);
  expect(waited?.self).toBeGreaterThan(0.02);
});
