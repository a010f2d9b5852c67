import { type ChildProcess, spawn } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { identityOf, runningProcesses, versionOf } from '../../../../eval/chaos/running-processes.ts';
import { until } from '../../../support/until.ts';

const data = `/nowhere/${process.pid}`;

/** A shell that waits, and says what it is by its arguments and variables. */
function start(script: string, argument: string, variables: Record<string, string> = {}): ChildProcess {
  const child = spawn('/bin/sh', ['-c', `${script}; :`, 'sh', argument], {
    env: { ...variables, IRONCLAW_OWNER: data, PATH: '/usr/bin:/bin' },
    stdio: 'ignore',
    detached: true,
  });
  onTestFinished(() => {
    if (child.exitCode === null) process.kill(-(child.pid ?? 0), 'SIGKILL');
  });
  return child;
}

test('the processes of an instance are told apart, and a job is found with what it has started', async () => {
  const version = start('exec sleep 30', '', { IRONCLAW_VERSION: 'abc' });
  const proxy = start('sleep 30', '/somewhere/proxy-program.ts');
  const database = start('sleep 30', '/somewhere/engine-program.ts');
  const job = start('sleep 30 & env -i sleep 30 & wait', '/somewhere/sandbox/main.ts');

  const found = await until('all of them run', () => {
    const processes = runningProcesses(process.pid, data);
    return (processes.get('sandbox')?.length ?? 0) > 2 && processes.get('version') && processes;
  });

  expect(found.get('main')).toEqual([process.pid]);
  expect(found.get('version')).toEqual([version.pid]);
  expect(found.get('proxy')).toContain(proxy.pid);
  expect(found.get('database')).toContain(database.pid);
  expect(found.get('sandbox')).toContain(job.pid);
  expect(versionOf(version.pid ?? 0)).toBe('abc');
});

test('a process is known by more than its number, and by nothing once it has ended', async () => {
  const child = start('exec sleep 30', '');
  const pid = child.pid ?? 0;
  expect(identityOf(pid)).toMatch(new RegExp(`^${pid} \\d+$`));
  expect(identityOf(pid)).toBe(identityOf(pid));
  const ended = start('true', '');
  await new Promise((done) => ended.once('exit', done));
  expect(identityOf(ended.pid ?? 0)).toBeNull();
});
