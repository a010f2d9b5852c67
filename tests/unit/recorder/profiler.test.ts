import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { waitsFor } from '#core/performance/findings/waits-for.ts';
import type { EndpointProfile, HotFunction } from '#recorder/protocol.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openCollector } from './collector.ts';

const folder = join(import.meta.dirname, 'programs');

/** Profiles of a program whose paths are requested together until there are any. */
async function profilesOf(
  program: string,
  root: string,
  paths: readonly string[],
  seconds = 1,
): Promise<readonly EndpointProfile[]> {
  const collector = await openCollector((res, nth) => {
    res.end(JSON.stringify({ accepted: 1, ...(nth === 1 && { profile: { seconds } }) }));
  });
  const service = spawn(process.execPath, [program], {
    cwd: root,
    env: { ...process.env, IRONCLAW_URL: collector.url, IRONCLAW_FLUSH_MS: '50' },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(service.stdout, 'data');
  const address = `http://127.0.0.1:${String(port).trim()}`;
  const profiles = () => collector.received.flatMap(({ batch }) => batch.profiles);
  while (profiles().length === 0)
    await Promise.all(paths.map((path) => fetch(`${address}/${path}`).then((r) => r.text())));
  service.stdin.end();
  await once(service, 'exit');
  collector.close();
  return profiles();
}

type FunctionsOf = (endpoint: string) => readonly HotFunction[];

/** The functions of the busy service, by endpoint. */
async function busyFunctions(program: string, root: string): Promise<FunctionsOf> {
  const profiles = await profilesOf(program, root, ['spin', 'wait']);
  return (name) => profiles.find(({ endpoint }) => endpoint === name)?.functions ?? [];
}

test('a collector that requests a profile gets the functions in which each endpoint spends its time', async () => {
  const functionsOf = await busyFunctions(join(folder, 'busy-service.ts'), folder);
  const [spin] = functionsOf('GET /spin').filter(({ name }) => name === 'spin');
  expect(spin).toMatchObject({ file: 'busy-service.ts' });
  expect(spin?.line).toBeGreaterThan(1);
  expect(spin?.total).toBeGreaterThan(0.8);
  expect(functionsOf('GET /spin').map(({ name }) => name)).not.toContain('spinAfterWaiting');

  const [waited, ...others] = functionsOf('GET /wait').filter(({ name }) => name === 'spinAfterWaiting');
  expect(others).toEqual([]);
  expect(waited).toMatchObject({ file: 'busy-service.ts' });
  expect(waited?.total).toBeGreaterThan(0.4);
  expect(waited?.self).toBeGreaterThan(0.02);

  const source = readFileSync(join(folder, 'busy-service.ts'), 'utf8').split('\n');
  const textsOf = (hot?: HotFunction) => hot?.lines?.map(({ line }) => source[line - 1]?.trim());
  const loop = 'for (let turn = 0; turn < turns; turn += 1) sum += performance.now();';
  expect(textsOf(spin)?.[0]).toBe(loop);
  expect(textsOf(waited)).toEqual(expect.arrayContaining(['await pause(5);', loop]));
});

test('the time of builtins is that of the function that calls them, even where V8 omits that', async () => {
  const profiles = await profilesOf(
    join(folder, 'builtins-service.ts'),
    folder,
    ['function', 'handler', 'unseen'],
    5,
  );
  const hottest = (path: string) =>
    profiles
      .find(({ endpoint }) => endpoint === `GET /${path}`)
      ?.functions.toSorted((a, b) => b.self - a.self)[0];

  expect(hottest('function')).toMatchObject({ name: 'absentMembers' });
  expect(hottest('function')?.self).toBeGreaterThan(0.5);
  expect(hottest('unseen')).toMatchObject({ name: 'distinct' });
  expect(hottest('unseen')?.self).toBeGreaterThan(0.5);
  expect(hottest('handler')).toMatchObject({ line: 17 });
  expect(hottest('handler')?.self).toBeGreaterThan(0.5);
});

test.each([true, false])(
  'the functions of a service that is bundled with its recorder (minified: %s) are those of its sources',
  async (minify) => {
    const root = temporaryFolder();
    const source = readFileSync(join(folder, 'busy-service.ts'), 'utf8');
    cpSync(join(folder, '../../../../recorder'), join(root, 'src/recorder'), { recursive: true });
    writeFileSync(
      join(root, 'src/service.ts'),
      source.replace(/'[^']*recorder\/index.ts'/, "'./recorder/index.ts'"),
    );
    await build({
      entryPoints: [join(root, 'src/service.ts')],
      outfile: join(root, 'dist/service.cjs'),
      nodePaths: [join(folder, '../../../../node_modules')],
      bundle: true,
      minify,
      platform: 'node',
      sourcemap: true,
      logLevel: 'error',
    });
    const functionsOf = await busyFunctions(join(root, 'dist/service.cjs'), root);
    const line = source.split('\n').findIndex((text) => text.startsWith('function spin(')) + 1;
    expect(functionsOf('GET /spin')).toContainEqual(
      expect.objectContaining({ name: 'spin', file: 'src/service.ts', line }),
    );
    const spin = functionsOf('GET /spin').find(({ name }) => name === 'spin');
    const loop = source.split('\n').findIndex((text) => text.includes('turn < turns')) + 1;
    expect(spin?.lines?.[0]?.line).toBe(minify ? line : loop);
    const files = [...functionsOf('GET /spin'), ...functionsOf('GET /wait')].map(({ file }) => file);
    expect(new Set(files)).toEqual(new Set(['src/service.ts']));
  },
);

test('an endpoint that is behind another one of its process is told from it, though both continue after a wait', async () => {
  const profiles = await profilesOf(join(folder, 'queue-service.ts'), folder, [
    'slow',
    'fast',
    'fast',
    'slow',
  ]);
  const profileOf = (name: string) => profiles.find(({ endpoint }) => endpoint === name);

  const [fast, slow] = [profileOf('GET /fast'), profileOf('GET /slow')];
  expect(fast?.functions.map(({ name }) => name)).not.toContain('grind');
  expect(slow?.time?.own).toBeGreaterThan(0.5);
  const found = { endpoint: 'GET /fast', measured: 100, limit: 60 };
  expect(waitsFor(found, fast ?? {})).toMatchObject({ endpoint: 'GET /slow' });
  expect(waitsFor({ ...found, endpoint: 'GET /slow' }, slow ?? {})).toBeNull();
});
