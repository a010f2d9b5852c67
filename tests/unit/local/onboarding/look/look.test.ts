import { describe, expect, test } from 'vitest';
import { chooseDirectory } from '#local/onboarding/choose-directory.ts';
import { look } from '#local/onboarding/look/look.ts';
import { portVariables, readsPort, writtenPort } from '#local/onboarding/look/port.ts';
import { viewTexts } from '../../../../support/file-view.ts';

const lookAt = (texts: Record<string, string>, directory = '.') => look(viewTexts(texts), directory);
const json = (value: object) => JSON.stringify(value);

describe('a look at a service tells', () => {
  test('its language, module system, package manager and sources', () => {
    const found = lookAt({
      'package.json': json({ type: 'module' }),
      'pnpm-lock.yaml': '',
      'src/main.ts': '',
      'lib/a.ts': '',
      'app.config.js': '',
      'test/a.test.ts': '',
      'dist/main.js': '',
      'public/site.js': '',
    });
    expect(found).toMatchObject({
      language: 'typescript',
      modules: 'ES modules',
      manager: { name: 'pnpm' },
      sources: ['lib/**', 'src/**'],
    });
  });

  test.each([
    [{ 'yarn.lock': '', 'package-lock.json': '' }, undefined, 'lockfiles of several managers'],
    [{ 'yarn.lock': '' }, 'pnpm@9', 'packageManager names pnpm, but the lockfile is yarn.lock'],
    [{}, undefined, 'no lockfile'],
  ])('what is odd about its lockfiles %j', (files, packageManager, note) => {
    const texts = { ...files, 'package.json': json({ packageManager, dependencies: { a: '1' } }) };
    expect(lookAt(texts).manager.note).toContain(note);
  });

  test('the databases of its compose file', () => {
    const found = lookAt({
      'package.json': '{}',
      'docker-compose.yml': 'services:\n  db:\n    image: postgres:16\n',
    });
    expect(found.neighbors).toEqual(['PostgreSQL']);
  });

  test('lint and type check that change no file', () => {
    const devDependencies = { eslint: '9', typescript: '5' };
    const scripts = { lint: 'eslint . --fix', typecheck: 'tsc' };
    const found = lookAt({ 'package.json': json({ devDependencies, scripts }), 'tsconfig.json': '{}' });
    expect(found).toMatchObject({ lint: 'eslint .', typecheck: 'tsc --noEmit -p .' });
  });

  test('nothing where there is no package.json, and says where one could be', () => {
    expect(() => lookAt({})).toThrow('--directory');
    expect(() => lookAt({ 'package.json': '{' })).toThrow('package.json is no JSON object');
  });
});

describe('in a workspace', () => {
  const member = (name: string, more: object = {}) => json({ name, ...more });
  const texts = {
    'package.json': '{}',
    'pnpm-workspace.yaml': "packages:\n  - 'packages/*' # all\n  - '!packages/old'\n",
    'packages/api/package.json': member('api', {
      scripts: { start: 'node .' },
      dependencies: { shared: '*' },
    }),
    'packages/api/src/a.js': '',
    'packages/shared/package.json': member('shared', { dependencies: { base: '*' } }),
    'packages/shared/lib/b.js': '',
    'packages/base/package.json': member('base'),
    'packages/base/index.js': '',
    'packages/old/package.json': member('old', { scripts: { start: 'node .' } }),
  };

  test('the only package that can be started is the service', async () => {
    expect(await chooseDirectory(viewTexts(texts), undefined, null)).toBe('packages/api');
  });

  test.each([
    ['pnpm --filter web run prod', 'packages/web'],
    ['yarn workspace web prod', 'packages/web'],
    ['npm run prod --workspace=packages/web', 'packages/web'],
    ['pnpm -C ./packages/web prod', 'packages/web'],
    ['turbo run prod', 'packages/api'],
  ])('`%s` of the root tells the service', async (prod, expected) => {
    const more = {
      ...texts,
      'package.json': json({ scripts: { prod } }),
      'packages/web/package.json': member('web', { scripts: { prod: 'node .' } }),
    };
    expect(await chooseDirectory(viewTexts(more), undefined, null)).toBe(expected);
  });

  test('a root that starts by itself is the service, whatever its script for development calls', async () => {
    const scripts = { start: 'node .', dev: 'pnpm --filter web dev' };
    const more = { ...texts, 'package.json': json({ scripts }), 'packages/web/package.json': member('web') };
    expect(await chooseDirectory(viewTexts(more), undefined, null)).toBe('.');
  });

  test('of several that can be started, somebody must choose', async () => {
    const more = { ...texts, 'packages/web/package.json': member('web', { scripts: { start: 'node .' } }) };
    await expect(chooseDirectory(viewTexts(more), undefined, null)).rejects.toThrow(
      'packages/api, packages/web',
    );
    expect(await chooseDirectory(viewTexts(more), undefined, async (_, choices) => choices[1] ?? '')).toBe(
      'packages/web',
    );
  });

  test('the packages that it imports are named as a command in its folder finds them', () => {
    const folders = lookAt(texts, 'packages/api').linked.map(({ directory }) => directory);
    expect(folders.toSorted()).toEqual(['../base', '../shared']);
  });

  test('the sources are those of the service and of the packages that it imports', () => {
    expect(lookAt(texts, 'packages/api').sources).toEqual([
      'packages/api/src/**',
      'packages/base/index.js',
      'packages/shared/lib/**',
    ]);
  });
});

describe('the port of a service', () => {
  const port = (text: string) => viewTexts({ 'src/a.js': text });

  test('comes from PORT, from another variable, or stands in the code', () => {
    expect(readsPort(port('listen(process.env.PORT)'))).toBe(true);
    expect(readsPort(port('listen(process.env.APP_PORT)'))).toBe(false);
    expect(portVariables(port('listen(env.APP_PORT); connect(env.REDIS_PORT)'))).toEqual(['APP_PORT']);
    expect(writtenPort(port('app.listen(3000, () => {})'))).toBe(3000);
    expect(writtenPort(port('app.listen(config)'))).toBeNull();
  });
});
