import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type BuildOptions, buildVersion } from '#local/service/build-version.ts';
import { processesOf } from '../../../support/processes.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { writeFiles } from '../../../support/ticker.ts';
import { until } from '../../../support/until.ts';

function buildOf(build: string | undefined, directory = '.'): BuildOptions {
  const tree = temporaryFolder();
  writeFiles(tree, {
    'api/main.js': '',
    'node_modules/.bin/compile': '#!/bin/sh\necho compiling; echo "$LEVEL" > "$1"\n',
  });
  chmodSync(join(tree, 'node_modules/.bin/compile'), 0o755);
  const commands = { test: 'true', start: 'true', ...(build === undefined ? {} : { build }) };
  const place = { tree, directory, node: null, variables: { LEVEL: 'high' }, secrets: [] };
  return {
    manifest: { commands, directory },
    place,
    commit: 'c'.repeat(40),
    log: join(tree, 'log'),
    owner: tree,
  };
}

test("a version is built in its package's folder, with its own programs and variables, and the log has the output", async () => {
  const options = buildOf('NODE_ENV=production compile built.txt && true', 'api');

  await buildVersion(options);

  expect(readFileSync(join(options.place.tree, 'api/built.txt'), 'utf8')).toBe('high\n');
  expect(readFileSync(options.log, 'utf8')).toBe('compiling\n');
});

test('a build finds the same variables as in a box, unless the manifest says otherwise', async () => {
  const options = buildOf('echo "$CI $LANG $TZ"');
  const variables = { ...options.place.variables, TZ: 'Asia/Tokyo' };

  await buildVersion({ ...options, place: { ...options.place, variables } });

  expect(readFileSync(options.log, 'utf8')).toBe('true C.UTF-8 Asia/Tokyo\n');
});

test('a version that needs no build is ready', async () => {
  const options = buildOf(undefined);

  await buildVersion(options);

  expect(existsSync(options.log)).toBe(false);
});

test('a build that fails is reported with its line and the end of its output, and nothing of it runs on', async () => {
  const options = buildOf('sleep 60 & echo "src/main.ts(3,1): error TS2304"; exit 2');

  await expect(buildVersion(options)).rejects.toMatchObject({
    code: 'service/command-failed',
    message:
      'commands.build of ironclaw.json (sleep 60 & echo "src/main.ts(3,1): error TS2304"; exit 2) ended with code 2: src/main.ts(3,1): error TS2304',
  });
  expect(processesOf(options.owner)).toEqual([]);
});

test('a build that prints a secret is reported without it', async () => {
  const options = buildOf('echo "no access with $LEVEL"; exit 1');

  const place = { ...options.place, secrets: ['high'] };

  await expect(buildVersion({ ...options, place })).rejects.toThrow('no access with ***');
});

test('a commit without the folder of the service is reported', async () => {
  await expect(buildVersion(buildOf('true', 'packages/gone'))).rejects.toThrow(
    'the commit ccccccc has no folder packages/gone, which is directory in ironclaw.json.',
  );
});

test('a build that is interrupted ends at once, with what it has started', async () => {
  const interrupted = new AbortController();
  const options = { ...buildOf('sleep 60 & touch begun; sleep 60'), signal: interrupted.signal };
  const building = buildVersion(options);
  await until('it has begun', () => existsSync(join(options.place.tree, 'begun')));

  interrupted.abort(new Error('not wanted any more'));

  await expect(building).rejects.toThrow('not wanted any more');
  expect(processesOf(options.owner)).toEqual([]);
});
