import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { type Child, startChild } from '#local/processes/child.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { until } from '../../../support/until.ts';

function start(
  program: string,
  { log, yields, hasChannel }: { log?: Writable; yields?: boolean; hasChannel?: boolean } = {},
): { child: Child; folder: string } {
  const folder = temporaryFolder();
  const child = startChild({
    command: process.execPath,
    arguments: ['-e', program],
    folder,
    environment: {},
    log: log ?? createWriteStream(join(folder, 'log')),
    owner: folder,
    ...(yields === undefined ? {} : { yields }),
    ...(hasChannel ? { receive: () => undefined } : {}),
  });
  return { child, folder };
}

test('its log is complete once it has ended', async () => {
  const { child, folder } = start("console.log('out'); console.error('bad'); process.exitCode = 3;");

  const { code, lastWords } = await child.ended;

  expect(code).toBe(3);
  expect(lastWords.split('\n').sort()).toEqual(['bad', 'out']);
  expect(readFileSync(join(folder, 'log'), 'utf8').trim().split('\n').sort()).toEqual(['bad', 'out']);
});

test('a log that cannot be written does not end the child', async () => {
  const full = new Writable({
    write: (_chunk, _encoding, done) => done(new Error('ENOSPC: no space left on device')),
  });

  const { child } = start("console.log('hello')", { log: full });

  expect(await child.ended).toEqual({ code: 0, lastWords: 'hello' });
});

test('a child that does not end is killed, with every process that it started', async () => {
  const { child, folder } = start(
    "process.on('SIGTERM', () => {});" +
      "require('node:child_process').spawn('sleep', ['100'], { stdio: 'ignore' });" +
      'setInterval(() => {}, 1_000);',
  );
  await until('both run', () => processesOf(folder).filter((item) => item.startsWith('sleep')).length === 1);

  await child.stop();

  expect(processesOf(folder)).toEqual([]);
});

test.each([
  ['ends what it started', '', "'inherit'"],
  ['ends what it started, even if that holds its channel', '', "['inherit', 'inherit', 'inherit', 3]"],
  ['is not waited for by what left its group', 'detached: true,', "'inherit'"],
  ['nor if that holds its channel', 'detached: true,', "['inherit', 'inherit', 'inherit', 3]"],
])('a child that is killed alone %s', async (_, options, stdio) => {
  const { child, folder } = start(
    `const sleep = require('node:child_process').spawn('sleep', ['100'], { ${options} stdio: ${stdio} });` +
      'console.log(sleep.pid); setInterval(() => {}, 1_000);',
    { hasChannel: true },
  );
  const sleeping = () => processesOf(folder).filter((item) => item.startsWith('sleep')).length;
  const pid = await until(
    'both run',
    () => (existsSync(join(folder, 'log')) && Number(readFileSync(join(folder, 'log'), 'utf8'))) || null,
  );

  process.kill(child.pid ?? Number.NaN, 'SIGKILL');

  expect((await child.ended).code).toBeNull();
  const left = sleeping();
  if (left > 0) process.kill(pid, 'SIGKILL');
  expect(left).toBe(options === '' ? 0 : 1);
  await child.stop();
});

test('an unknown command is reported', async () => {
  const folder = temporaryFolder();
  const child = startChild({
    command: join(folder, 'nothing'),
    arguments: [],
    folder,
    environment: {},
    log: createWriteStream(join(folder, 'log')),
    owner: folder,
  });

  const { code, lastWords } = await child.ended;

  expect(code).not.toBe(0);
  expect(lastWords).toContain('No such file');
});

test.each([
  [true, '10'],
  [false, '0'],
])('if it yields is %s, it and what it starts run at priority %s', async (yields, priority) => {
  const asks = "require('node:os').getPriority()";
  const { child } = start(
    `setTimeout(() => {
      const grandchild = require('node:child_process').execFileSync(process.execPath, ['-p', "${asks}"]);
      console.log([${asks}, grandchild.toString().trim()].join());
    }, 100);`,
    { yields },
  );

  expect(await child.ended).toEqual({ code: 0, lastWords: `${priority},${priority}` });
});
