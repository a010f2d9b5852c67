import { describe, expect, test } from 'vitest';
import { buildOf } from '#local/onboarding/look/build.ts';
import { type PackageJson, readPackage } from '#local/onboarding/look/package-json.ts';
import { startsOf } from '#local/onboarding/look/start.ts';
import { viewTexts } from '../../../../support/file-view.ts';

const packageOf = (json: object): PackageJson =>
  readPackage(viewTexts({ 'package.json': JSON.stringify(json) })) as PackageJson;

const linesOf = (texts: Record<string, string>, json: object) =>
  startsOf(viewTexts(texts), packageOf(json)).map(({ line }) => line);

describe('how a service starts', () => {
  test('is what its production script says, before what its development script says', () => {
    const scripts = { dev: 'tsx watch src/main.ts', start: 'node dist/main.js' };
    expect(linesOf({}, { scripts })).toEqual(['node dist/main.js', 'tsx src/main.ts']);
  });

  test.each(['docker compose up', 'react-scripts start', 'pm2 start ecosystem.config.js', 'echo none'])(
    'is not `%s`',
    (start) => {
      expect(linesOf({}, { scripts: { start } })).toEqual([]);
    },
  );

  test('reads variables from a file only if that is committed', () => {
    const scripts = { start: 'node --env-file=.env --env-file ./shared.env src/index.js' };
    expect(linesOf({}, { scripts })).toEqual(['node src/index.js']);
    expect(linesOf({ 'shared.env': '' }, { scripts })).toEqual(['node --env-file ./shared.env src/index.js']);
  });

  test('is told by a Procfile or a Dockerfile', () => {
    const texts = { Procfile: 'web: node web.js\n', Dockerfile: 'FROM node\nCMD ["node", "main.js"]\n' };
    expect(linesOf(texts, {})).toEqual(['node web.js', 'node main.js']);
  });

  test('is an entry file that listens, if nothing else tells', () => {
    const texts = { 'app.js': 'module.exports = {}', 'server.js': 'app.listen(3000)' };
    expect(linesOf(texts, {})).toEqual(['node server.js']);
  });

  test('is any file near the root that listens, if none has a usual name', () => {
    const texts = {
      'api/users.js': 'export default {}',
      'express.js': 'app.listen(port)',
      'test/app.test.js': 'app.listen(0)',
      'src/deep/inside/socket.js': 'server.listen(1)',
    };
    expect(linesOf(texts, {})).toEqual(['node express.js']);
  });
});

describe('what is built before it starts', () => {
  const scripts = { build: 'rimraf dist && tsc -p .' };
  const build = (texts: Record<string, string>, line: string, json: object = { scripts }) =>
    buildOf(viewTexts(texts), packageOf(json), { line, before: [] });

  test('is nothing where the started file is there', () => {
    expect(build({ 'src/index.js': '' }, 'node -r dotenv/config src/index')).toBeNull();
  });

  test('is the script "build" where it is not, with source maps so that measurements name the sources', () => {
    expect(build({}, 'node dist/main')).toBe('rimraf dist && tsc -p . --sourceMap');
    expect(build({}, 'node dist', { scripts: { build: 'tsc && tsc-alias' } })).toBe(
      'tsc --sourceMap && tsc-alias',
    );
    expect(build({ 'tsconfig.json': '{"compilerOptions":{"sourceMap": true}}' }, 'node dist/main')).toBe(
      'rimraf dist && tsc -p .',
    );
  });

  test('is the compiler where no script says it', () => {
    const texts = { 'tsconfig.json': '{"compilerOptions":{"outDir":"dist","inlineSourceMap":true}}' };
    expect(build(texts, 'node dist/main', { devDependencies: { typescript: '5' } })).toBe('tsc -p .');
  });

  test('is what the start script itself runs before', () => {
    const start = { line: 'node dist', before: ['swc src -d dist'] };
    expect(buildOf(viewTexts({}), packageOf({ scripts }), start)).toBe('swc src -d dist');
  });

  test('begins with the packages of the workspace that it imports', () => {
    const shared = { directory: '../shared', json: packageOf({ scripts: { build: 'tsc' } }) };
    expect(
      buildOf(viewTexts({ 'a.js': '' }), packageOf({}), { line: 'node a.js', before: [] }, [shared]),
    ).toBe('(cd ../shared && PATH="$PWD/node_modules/.bin:$PATH" && tsc)');
  });
});
