import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { openCollector } from './collector.ts';

const folder = import.meta.dirname;

test('a collector that requests a profile gets the functions in which each endpoint spends its time', async () => {
  const collector = await openCollector((res, nth) => {
    res.end(JSON.stringify({ accepted: 1, ...(nth === 1 && { profile: { seconds: 1 } }) }));
  });
  const service = spawn(process.execPath, [`${folder}/programs/busy-service.ts`], {
    cwd: `${folder}/programs`,
    env: { ...process.env, IRONCLAW_URL: collector.url, IRONCLAW_FLUSH_MS: '50' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(service.stdout, 'data');
  const address = `http://127.0.0.1:${String(port).trim()}`;
  const profiles = () => collector.received.flatMap(({ batch }) => batch.profiles);
  while (profiles().length === 0)
    await Promise.all(['spin', 'wait'].map((path) => fetch(`${address}/${path}`).then((r) => r.text())));
  service.stdin.end();
  await once(service, 'exit');
  collector.close();
  const functionsOf = (name: string) => profiles().find(({ endpoint }) => endpoint === name)?.functions ?? [];

  const [spin] = functionsOf('GET /spin').filter(({ name }) => name === 'spin');
  expect(spin).toMatchObject({ file: 'busy-service.ts' });
  expect(spin?.line).toBeGreaterThan(1);
  expect(spin?.total).toBeGreaterThan(0.8);
  expect(functionsOf('GET /spin').map(({ name }) => name)).not.toContain('spinAfterWaiting');

  const [waited, ...others] = functionsOf('GET /wait').filter(({ name }) => name === 'spinAfterWaiting');
  expect(others).toEqual([]);
  expect(waited).toMatchObject({ file: 'busy-service.ts' });
  expect(waited?.total).toBeGreaterThan(0.4);
  expect(waited?.self).toBeGreaterThan(0.02);
});
