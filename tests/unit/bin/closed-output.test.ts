import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { copyTicker, tickerManifest } from '../../support/ticker.ts';

const program = fileURLToPath(new URL('../../../bin/ironclaw.ts', import.meta.url));

test('a command whose output nobody reads any more ends as if it were read', async () => {
  const metrics = [{ endpoint: 'GET /accounts', kind: 'recorder' }];
  const manifest = JSON.stringify({ ...tickerManifest(), metrics });
  const service = copyTicker(`${temporaryFolder()}/ticker`, { 'ironclaw.json': manifest });
  const child = spawn(process.execPath, [program, 'plan-metrics', '--service', service], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });

  const [code] = await once(child, 'close');

  expect(complaint.replaceAll(/^\(.*\n/gm, '')).toBe('');
  expect(code).toBe(0);
});
