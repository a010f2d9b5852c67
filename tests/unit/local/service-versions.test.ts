import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataFolder } from '#local/data-folder/data-folder.ts';
import type { VersionProcess } from '#local/fleet/version-process.ts';
import { preloadFile } from '#local/recorder/preload-file.ts';
import { openRepository } from '#local/service/repository.ts';
import { serviceVersions } from '#local/service-versions.ts';
import { commitAll, git } from '../../support/git.ts';
import { processesOf } from '../../support/processes.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeFiles } from '../../support/ticker.ts';

const server = `
  const { createServer } = require('node:http');
  const { price } = require('@shop/prices');
  createServer((request, response) => response.end([price, process.env.CURRENCY, process.env.PORT].join(' '))).listen(8080);
`;

const manifest = {
  name: 'shop',
  language: 'javascript',
  commands: {
    build: 'npm run build --prefix ../prices',
    test: 'true',
    start: 'NODE_ENV=production node server.js',
  },
  env: { CURRENCY: { secret: 'SHOP_CURRENCY' } },
  port: 8080,
};

/** A workspace as npm installs it: the service uses another package of it, which has to be built, and has a fixed port. */
async function shop() {
  const folder = temporaryFolder();
  writeFiles(folder, {
    '.gitignore': 'dist\nnode_modules\nironclaw.json\n',
    'package.json': '{"private": true, "workspaces": ["packages/*"]}',
    'packages/api/server.js': server,
    'packages/api/ironclaw.json': JSON.stringify(manifest),
    'packages/prices/package.json': JSON.stringify({
      name: '@shop/prices',
      main: 'dist/index.js',
      scripts: { build: 'mkdir dist && cp index.js dist' },
    }),
    'packages/prices/index.js': 'exports.price = 1;',
  });
  const link = join(folder, 'node_modules/@shop/prices');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync('../../packages/prices', link);
  commitAll(folder);
  const repository = await openRepository(join(folder, 'packages/api'));
  const data = openDataFolder(join(temporaryFolder(), 'data'));
  const versions = serviceVersions({
    signal: new AbortController().signal,
    repository,
    folder: data,
    node: null,
    variables: { CURRENCY: 'crowns' },
    preload: await preloadFile(),
    recorder: {},
  });
  return { folder, repository, data, versions };
}

/** It is stopped after the test, at the latest, even if another one could not be started. */
function started(starting: Promise<VersionProcess>): Promise<VersionProcess> {
  onTestFinished(async () => (await starting.catch(() => null))?.stop());
  return starting;
}

test('versions of a workspace run beside each other, each with the packages of its own commit and on its own port', async () => {
  const { folder, repository, data, versions } = await shop();
  writeFiles(folder, { 'packages/prices/index.js': 'exports.price = 2;' });
  git(folder, 'commit', '--all', '--quiet', '-m', 'Raise the prices');

  const all = await Promise.all(
    [
      versions.start(repository.head),
      versions.startReference(repository.head),
      versions.start(git(folder, 'rev-parse', 'HEAD')),
    ].map(started),
  );

  const shown = await Promise.all(all.map(async ({ url }) => (await fetch(url)).text()));
  expect(shown).toEqual([1, 1, 2].map((price, i) => `${price} crowns ${new URL(all[i]?.url ?? '').port}`));
  await Promise.all(all.map((version) => version.stop()));
  expect(processesOf(data.root)).toEqual([]);
});

test('a version is built once, however often it is started', async () => {
  const { repository, data, versions } = await shop();

  for (let times = 0; times < 2; times += 1) await (await started(versions.start(repository.head))).stop();

  const log = readFileSync(join(data.logs, `shop-${repository.head.slice(0, 7)}.log`), 'utf8');
  expect(log.match(/mkdir dist/g)).toHaveLength(1);
});

test('the secrets among its variables are known to whatever builds and starts a version', async () => {
  const { repository, versions } = await shop();

  expect((await versions.placeOf(repository.head)).secrets).toEqual(['crowns']);
});
