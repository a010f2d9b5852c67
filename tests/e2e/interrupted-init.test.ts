import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { hasBubblewrap } from '#local/service/isolation.ts';
import { folderWith } from '../support/folder-with.ts';
import { commitAll, git } from '../support/git.ts';
import { startIronclaw } from '../support/ironclaw.ts';
import { commandsWith } from '../support/processes.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { until } from '../support/until.ts';

let count = 0;

/** `init` on a service whose tests never end, once they run. */
async function startInit() {
  count += 1;
  // Found among all processes by how long it sleeps.
  const endless = `sleep ${process.pid}${count}`;
  const repository = folderWith({
    'package.json': JSON.stringify({ name: 'endless', scripts: { start: 'node a.js', test: endless } }),
    'a.js': "require('node:http').createServer((_, response) => response.end()).listen(process.env.PORT);",
  });
  commitAll(repository);
  const temporary = temporaryFolder();
  const environment = { TMPDIR: temporary };
  const running = startIronclaw(['init', '--yes', '--data', join(temporary, 'data'), repository], {
    environment,
  });
  await until('its tests run', () => commandsWith(endless).length > 0, { patience: 120_000 });
  const leftTrials = () => readdirSync(temporary).filter((name) => name.startsWith('ironclaw-trials-'));
  return { running, repository, leftTrials, leftProcesses: () => commandsWith(endless) };
}

describe.runIf(hasBubblewrap())('init that is interrupted leaves nothing behind', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s', async (signal) => {
    const { running, repository, leftTrials, leftProcesses } = await startInit();

    const { code, stdout, stderr } = await running.end(signal);

    expect({ code, stdout }, stderr).toEqual({ code: 130, stdout: '' });
    expect(stderr).toMatch(/^ironclaw: interrupted\.$/m);
    expect(leftProcesses()).toEqual([]);
    expect(leftTrials()).toEqual([]);
    expect(git(repository, 'status', '--porcelain')).toBe('');
  });

  test('by SIGKILL, but for a folder', async () => {
    const { running, repository, leftProcesses } = await startInit();

    await running.end('SIGKILL');

    await until('nothing runs', () => leftProcesses().length === 0, { patience: 10_000 });
    expect(existsSync(join(repository, 'ironclaw.json'))).toBe(false);
  });
});
