import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Manifest } from '#core/service/manifest.ts';
import { chooseNode } from '#local/node-versions/choose-node.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';
import { type Changes, writeFiles } from '../../../support/ticker.ts';

const operatorsPath = process.env.PATH ?? '';
let home: string;

/** A home without any version of Node but ours, and without a registry that could be asked. */
beforeEach(() => {
  home = temporaryFolder();
  const programs = join(home, 'programs');
  mkdirSync(programs);
  symlinkSync(process.execPath, join(programs, 'node'));
  for (const name of ['npm', 'sh', 'env'])
    symlinkSync(execFileSync('which', [name], { encoding: 'utf8' }).trim(), join(programs, name));
  const managers = ['NVM_DIR', 'FNM_DIR', 'VOLTA_HOME', 'MISE_DATA_DIR', 'XDG_DATA_HOME'];
  for (const name of managers) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', home);
  vi.stubEnv('PATH', programs);
  vi.stubEnv('npm_config_cache', join(home, 'cache'));
  vi.stubEnv('npm_config_registry', 'http://127.0.0.1:9');
  vi.stubEnv('npm_config_fetch_retries', '0');
});
afterEach(() => vi.unstubAllEnvs());

/** A program that says that it is this version of Node. */
function nodeAt(path: string, version: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho v${version}\n`, { mode: 0o755 });
  return path;
}

/** What is chosen for a service in `packages/api` of a repository with these files. */
async function chosenFor(files: Changes, settings: object = {}) {
  const path = temporaryFolder();
  writeFiles(path, { 'packages/api/main.js': '', ...files });
  const manifest = Manifest.parse({
    name: 'shop',
    language: 'javascript',
    directory: 'packages/api',
    commands: { test: 'true', start: 'true' },
    ...settings,
  });
  const said: string[] = [];
  const own = join(home, 'data/node-versions');
  const say = (text: string) => void said.push(text);
  return { node: await chooseNode({ repository: { path, manifest }, own, say }), said, own };
}

test.each([
  ['asks for nothing', {}],
  ['takes what is newest', { '.nvmrc': 'lts/*\n' }],
  ['takes ours', { 'packages/api/package.json': '{"engines": {"node": ">=18"}}' }],
  ['has a package.json that cannot be read', { 'packages/api/package.json': '{' }],
])('a service that %s runs on our own Node', async (_, files) => {
  expect(await chosenFor(files)).toMatchObject({ node: null, said: [] });
});

test.each([
  ['nvm', '.nvm/versions/node/v20.9.0/bin/node'],
  ['fnm', '.local/share/fnm/node-versions/v20.9.0/installation/bin/node'],
  ['Volta', '.volta/tools/image/node/20.9.0/bin/node'],
  ['mise', '.local/share/mise/installs/node/20.9.0/bin/node'],
  ['ourselves', 'data/node-versions/20.9.0/bin/node'],
])('a version that was installed by %s is used', async (_, path) => {
  const node = nodeAt(join(home, path), '20.9.0');

  expect((await chosenFor({ '.nvmrc': '20\n' })).node).toBe(node);
});

test('the newest that the service accepts is used, also from the PATH, but not what a manager puts there', async () => {
  for (const version of ['18.1.0', '20.1.0', '21.0.0'])
    nodeAt(join(home, `.nvm/versions/node/v${version}/bin/node`), version);
  const node = nodeAt(join(home, 'bin/node'), '20.2.0');
  const shims = join(home, '.volta/bin');
  mkdirSync(shims, { recursive: true });
  symlinkSync(nodeAt(join(home, '.volta/volta-shim'), '20.9.0'), join(shims, 'node'));
  vi.stubEnv('PATH', `${shims}:${join(home, 'bin')}:${process.env.PATH}`);

  expect((await chosenFor({}, { node: '18 || 20' })).node).toBe(node);
});

test.each([
  ['node in ironclaw.json before all files', { 'packages/api/.nvmrc': '22' }, { node: '20' }, '20.0.0'],
  [
    'the nearest file before those above',
    { '.nvmrc': '22', 'packages/api/.node-version': 'v20.0.0' },
    {},
    '20.0.0',
  ],
  [
    'Volta before engines',
    { 'packages/api/package.json': '{"volta": {"node": "20.0.0"}, "engines": {"node": "22"}}' },
    {},
    '20.0.0',
  ],
  ['the name of a release', { '.nvmrc': '# as in production\nlts/Iron\n' }, {}, '20.0.0'],
])('what counts is %s', async (_, files, settings, version) => {
  for (const other of ['20.0.0', '22.0.0'])
    nodeAt(join(home, `.nvm/versions/node/v${other}/bin/node`), other);

  expect((await chosenFor(files, settings)).node).toContain(`/v${version}/`);
});

test.each([
  [
    { '.nvmrc': 'twenty' },
    '.nvmrc asks for Node "twenty", which is no version; write one such as 20 or >=18.',
  ],
  [
    { 'package.json': '{"engines": {"node": "14 || 16"}}' },
    'engines.node in package.json asks for Node 14 || 16; the oldest that can be measured is 18',
  ],
])('what nothing can meet is refused: %j', async (files, sentence) => {
  await expect(chosenFor(files)).rejects.toThrow(sentence);
});

describe('a version that is nowhere on this machine', () => {
  const name = `node-linux-${process.arch}`;

  /** A registry of packages with these versions of Node. */
  async function registryWith(...versions: readonly string[]): Promise<void> {
    const folder = temporaryFolder();
    nodeAt(join(folder, 'package/bin/node'), versions.at(-1) ?? '');
    const server = createServer(({ url = '' }, response) => {
      if (url.endsWith('.tgz')) response.end(readFileSync(join(folder, 'node.tgz')));
      else response.end(JSON.stringify(packument(versions, `http://${response.req.headers.host}`)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    writeFiles(folder, { 'package/package.json': JSON.stringify({ name, version: versions.at(-1) }) });
    execFileSync('tar', ['-czf', 'node.tgz', 'package'], { cwd: folder, env: { PATH: operatorsPath } });
    vi.stubEnv('npm_config_registry', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  const packument = (versions: readonly string[], url: string) => ({
    name,
    'dist-tags': { latest: versions.at(-1) },
    versions: Object.fromEntries(
      versions.map((version) => [version, { name, version, dist: { tarball: `${url}/${version}.tgz` } }]),
    ),
  });

  test('is installed once into the data folder, which the operator is told', async () => {
    await registryWith('20.1.0', '20.3.0');

    const { node, said, own } = await chosenFor({ '.nvmrc': '20.x' });

    expect(node).toBe(join(own, '20.3.0/bin/node'));
    expect(existsSync(node ?? '')).toBe(true);
    expect(readdirSync(own)).toEqual(['20.3.0']);
    expect(said).toEqual(['installing Node 20.x from the npm registry, for which .nvmrc asks']);
    expect(await chosenFor({ '.nvmrc': '20.x' })).toMatchObject({ node, said: [] });
  });

  test.each([
    [
      'if there is none in the range',
      () => registryWith('20.1.0'),
      /there is no such version|npm cannot install it/,
    ],
    ['if no registry can be reached', async () => undefined, /npm cannot install it/],
  ])('is an error %s, and nothing is left', async (_, prepare, why) => {
    await prepare();

    await expect(chosenFor({ '.nvmrc': '19' })).rejects.toThrow(why);
    expect(existsSync(join(home, 'data'))).toBe(false);
  });
});
