import { describe, expect, it } from 'vitest';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import {
  foldersUpwards,
  noSettings,
  type ServiceSettings,
  settingsOf,
} from '#sandbox/isolation/service-settings.ts';
import { startService } from '#sandbox/verify/service.ts';
import { openBoxes } from '../support/boxes.ts';
import { bubblewrapIsHere } from '../support/bubblewrap-here.ts';
import { containerIsHere } from '../support/container-here.ts';
import { temporaryFolder, writeFiles } from '../support/kiosk.ts';

const kinds: Isolation[] = [
  ...(bubblewrapIsHere ? (['bubblewrap'] as const) : []),
  ...(containerIsHere ? (['container'] as const) : []),
  'process',
];

/** A service that tells where it runs and what it was given. */
const server = (listen: string) => `
  const { createServer } = require('node:http');
  createServer((request, response) => {
    response.statusCode = request.url === '/' ? 404 : 200;
    response.end(JSON.stringify({ folder: process.cwd().split('/').at(-1), environment: process.env }));
  }).listen(${listen});`;

function serviceWith(files: Record<string, string>): string {
  const tree = temporaryFolder();
  writeFiles(tree, files);
  return tree;
}

/** What a service responds that was started by the line. */
async function answerOf(
  isolation: Isolation,
  {
    line,
    files,
    settings,
  }: { line: string; files: Record<string, string>; settings?: Partial<ServiceSettings> },
) {
  const boxes = await openBoxes(isolation, { settings: { ...noSettings, ...settings } });
  const service = await startService(boxes, { tree: serviceWith(files), line, health: '/' });
  const { body } = await service.send({ method: 'GET', path: '/tell' });
  await service.stop();
  return JSON.parse(body.toString()) as { folder: string; environment: Record<string, string> };
}

describe('the settings of a service', () => {
  const described = { directory: 'packages/api/', env: {}, startSeconds: 30 };

  it('hold the values of variables, what stands for secrets, and no secret', () => {
    const env = { MODE: 'test', KEY: { secret: 'API_KEY', test: 'sk-test' }, TOKEN: { secret: 'TOKEN' } };
    expect(settingsOf({ ...described, env }).environment).toEqual({ MODE: 'test', KEY: 'sk-test' });
  });

  it('name a folder in one way, and those above it', () => {
    expect(foldersUpwards(settingsOf(described).directory)).toEqual(['packages/api', 'packages', '.']);
    expect(foldersUpwards('./')).toEqual(['.']);
  });
});

describe.each(kinds)('a start line under %s', (isolation) => {
  it.each([
    ['variables before the command', 'NODE_ENV=production node x.js'],
    ['several commands', 'true && node x.js'],
    ['a script of the package', 'npm start'],
  ])('may have %s', async (_, line) => {
    const scripts = { start: 'node x.js' };
    const files = { 'x.js': server('process.env.PORT'), 'package.json': JSON.stringify({ scripts }) };
    expect((await answerOf(isolation, { line, files })).environment.PORT).toMatch(/^\d+$/);
  });

  it('runs in the folder of its package, with its variables and the commands of both folders', async () => {
    const settings = { directory: 'packages/api', environment: { GREETING: "it's" } };
    const files = { 'packages/api/x.js': server('process.env.PORT') };
    const { folder, environment } = await answerOf(isolation, { line: 'node x.js', files, settings });
    expect(folder).toBe('api');
    expect(environment.GREETING).toBe("it's");
    expect(environment.PATH).toMatch(/\/packages\/api\/node_modules\/\.bin:.*\/node_modules\/\.bin:/);
  });

  it.each(["'::1'", "'0.0.0.0'", "'127.0.0.1'", "'localhost'"])('may listen on %s', async (address) => {
    const files = { 'x.js': server(`process.env.PORT, ${address}`) };
    expect(await answerOf(isolation, { line: 'node x.js', files })).toHaveProperty('folder');
  });

  it('comes after a setup, whose processes go on', async () => {
    const setup = { line: 'node -e "setInterval(() => {}, 1000)" & echo $! > pid', seconds: 5 };
    const files = {
      'x.js': `process.kill(Number(require('fs').readFileSync('pid')), 0);${server('process.env.PORT')}`,
    };
    expect(await answerOf(isolation, { line: 'node x.js', files, settings: { setup } })).toHaveProperty(
      'folder',
    );
  });

  it.each([
    ['fails', 'echo no disk >&2; exit 3', '(`echo no disk >&2; exit 3`) ended with code 3: no disk'],
    [
      'never ends',
      'echo waiting; sleep 60',
      'did not end within 1 s; it must end once all is ready: waiting',
    ],
  ])('is not run if the setup %s', async (_, line, expected) => {
    const boxes = await openBoxes(isolation, { settings: { ...noSettings, setup: { line, seconds: 1 } } });
    const tree = serviceWith({ 'x.js': server('process.env.PORT') });
    await expect(startService(boxes, { tree, line: 'node x.js', health: '/' })).rejects.toThrow(expected);
    const tested = await boxes.run({ tree, line: 'echo tested', isSetUp: true });
    expect(tested.killed).toContain(expected);
    expect(await boxes.run({ tree, line: 'echo no setup needed' })).toMatchObject({ code: 0, killed: null });
  });

  it('must not leave its work to a process of its own', async () => {
    const boxes = await openBoxes(isolation);
    const tree = serviceWith({ 'x.js': server('process.env.PORT') });
    const start = { tree, line: 'node x.js > /dev/null 2>&1 &', health: '/' };
    await expect(startService(boxes, start)).rejects.toThrow('must go on for as long as the service runs');
  });
});

describe.skipIf(!bubblewrapIsHere)('a service with a port of its own in a bubblewrap box', () => {
  it('runs beside others with the same port', async () => {
    const files = { 'x.js': server('3000') };
    const boxes = await openBoxes('bubblewrap', { settings: { ...noSettings, port: 3000 } });
    const start = { tree: serviceWith(files), line: 'node x.js', health: '/' };
    const services = await Promise.all([startService(boxes, start), startService(boxes, start)]);
    for (const service of services)
      expect((await service.send({ method: 'GET', path: '/' })).status).toBe(404);
  });

  it('is told which port it listens on if the manifest does not name it', async () => {
    const boxes = await openBoxes('bubblewrap', { settings: { ...noSettings, startSeconds: 1 } });
    const start = { tree: serviceWith({ 'x.js': server('3000') }), line: 'node x.js', health: '/' };
    await expect(startService(boxes, start)).rejects.toThrow('set "port" in ironclaw.json to 3000');
  });
});
