import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { pidsOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

const local = join(import.meta.dirname, '../../../../local');

/** A process that starts a line of the shell as a service is started. */
function startInstance(owner: string, line: string, isGuarded: boolean) {
  const program = `
    const { startChild } = await import('${local}/processes/child.ts');
    const { startGuard } = await import('${local}/processes/guard.ts');
    const { createWriteStream } = await import('node:fs');
    const stop = ${isGuarded} ? startGuard() : () => undefined;
    startChild({
      command: '/bin/sh',
      arguments: ['-c', ${JSON.stringify(line)}],
      folder: '${owner}',
      environment: { PATH: '/usr/bin:/bin' },
      log: createWriteStream('${owner}/log'),
      owner: '${owner}',
    });
    process.once('SIGTERM', stop);
    setInterval(() => undefined, 1_000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
  onTestFinished(() => {
    child.kill('SIGKILL');
    for (const pid of pidsOf(owner)) process.kill(Number(pid), 'SIGKILL');
  });
  return child;
}

const runs = (owner: string, processes: number) =>
  until(`${processes} processes run`, () => pidsOf(owner).length === processes);

test.each([
  ['what a shell has started', 'sleep 100; true', 2],
  ['what left its group', 'setsid sleep 100; true', 2],
  ['what was started in the background', 'sleep 100 & sleep 100; true', 3],
])('after a kill of the instance, %s ends, too', async (_, line, processes) => {
  const owner = temporaryFolder();
  const instance = startInstance(owner, line, true);
  await runs(owner, processes);

  instance.kill('SIGKILL');

  await runs(owner, 0);
});

test('after a kill of the instance, a setup that has cleared its variables ends, too', async () => {
  const owner = temporaryFolder();
  const setup = { start: 'env -i setsid sleep 100 & echo $! > started', seconds: 5 };
  const program = `
    const { startSetup } = await import('${local}/service/setup.ts');
    const { startGuard } = await import('${local}/processes/guard.ts');
    startGuard();
    await startSetup({
      manifest: { name: 'shop', setup: ${JSON.stringify(setup)} },
      place: { tree: '${owner}', directory: '.', node: null, variables: {}, secrets: [] },
      logs: '${owner}',
      owner: '${owner}',
    });
    process.stdout.write('started');
    setInterval(() => undefined, 1_000);`;
  const stdio = ['ignore', 'pipe', 'ignore'] as const;
  const instance = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: [...stdio] });
  onTestFinished(() => void instance.kill('SIGKILL'));
  await once(instance.stdout, 'data');
  const started = readFileSync(join(owner, 'started'), 'utf8').trim();
  onTestFinished(() => {
    if (existsSync(`/proc/${started}`)) process.kill(Number(started), 'SIGKILL');
  });
  expect(existsSync(`/proc/${started}`)).toBe(true);

  instance.kill('SIGKILL');

  await until('it has ended', () => !existsSync(`/proc/${started}`));
});

test('without a guard, what a shell has started goes on', async () => {
  const owner = temporaryFolder();
  const instance = startInstance(owner, 'sleep 100; true', false);
  await runs(owner, 2);

  instance.kill('SIGKILL');
  await once(instance, 'exit');

  await runs(owner, 1);
});

test('it leaves alone what another instance on the same data has started', async () => {
  const owner = temporaryFolder();
  const first = startInstance(owner, 'sleep 100; true', true);
  await runs(owner, 2);
  startInstance(owner, 'sleep 101; true', true);
  await runs(owner, 4);

  first.kill('SIGKILL');

  await runs(owner, 2);
  await expect(until('more ends', () => pidsOf(owner).length < 2, { patience: 1_500 })).rejects.toThrow();
});

test('it ends once it has done so', async () => {
  const owner = temporaryFolder();
  const instance = startInstance(owner, 'sleep 100; true', true);
  await runs(owner, 2);
  const children = readFileSync(`/proc/${instance.pid}/task/${instance.pid}/children`, 'utf8')
    .trim()
    .split(' ');
  const guard = children.find((pid) =>
    readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('IRONCLAW_INSTANCE'),
  );
  expect(guard).toBeDefined();

  instance.kill('SIGKILL');

  await until('the guard has ended', () => !existsSync(`/proc/${guard}`));
});
