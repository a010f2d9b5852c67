import { once } from 'node:events';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Isolation } from '#sandbox/isolation/isolation.ts';
import { isAlive, processesWith } from '#sandbox/isolation/processes.ts';
import { noSettings } from '#sandbox/isolation/service-settings.ts';
import { startService } from '#sandbox/verify/service.ts';
import { openBoxes, runProgram } from '../support/boxes.ts';
import { bubblewrapIsHere, withoutBubblewrap } from '../support/bubblewrap-here.ts';
import { containerIsHere } from '../support/container-here.ts';
import { makeKiosk, temporaryFolder } from '../support/kiosk.ts';

const megabyte = 1024 ** 2;

const kinds: Isolation[] = [
  ...(bubblewrapIsHere ? (['bubblewrap'] as const) : []),
  ...(containerIsHere ? (['container'] as const) : []),
  'process',
];

describe.each(kinds)('a hostile command under %s', (isolation) => {
  it('is killed if it runs too long', async () => {
    const ending = await runProgram(isolation, 'setInterval(() => {}, 1000)', { limits: { seconds: 1 } });
    expect(ending.killed).toBe('killed: ran longer than 1 s');
    expect(ending.seconds).toBeLessThan(4);
  });

  it('is killed if it keeps starting processes', async () => {
    const program = `
      import { spawn } from 'node:child_process';
      setInterval(() => { for (let i = 0; i < 20; i++) spawn('sleep', ['60'], { detached: true }); }, 10);`;
    const ending = await runProgram(isolation, program, { limits: { seconds: 20, processes: 100 } });
    expect(ending.killed).toBe('killed: more than 100 processes');
    expect(processesWith(`IRONCLAW_BOX=${ending.root.replace(/\/service$/, '')}`).filter(isAlive)).toEqual(
      [],
    );
  });

  it('is killed if it uses too much memory', async () => {
    const program = 'const kept = []; setInterval(() => kept.push(Buffer.alloc(20e6, 1)), 5);';
    const ending = await runProgram(isolation, program, { limits: { seconds: 20, memory: 400 * megabyte } });
    expect(ending.killed).toBe('killed: used more than 400 MB of memory');
  });

  it('is killed if it keeps printing', async () => {
    const program = `
      import { writeSync } from 'node:fs';
      for (;;) try { writeSync(1, 'x'.repeat(10_000)); } catch {}`;
    const ending = await runProgram(isolation, program, { limits: { seconds: 20 } });
    expect(ending.killed).toBe('killed: printed more than 1 MB');
    expect(ending.output.length).toBe(megabyte);
  });

  it('is killed if it fills the folder for its results', async () => {
    const program = `
      import { appendFileSync } from 'node:fs';
      for (;;) appendFileSync(process.env.OUT + '/junit.xml', Buffer.alloc(1e6, 1));`;
    const ending = await runProgram(isolation, program, { limits: { seconds: 20, disk: 20 * megabyte } });
    expect(ending.killed).toBe('killed: wrote more than 20 MB');
  });

  it('cannot change the original of its copy', async () => {
    const program = "import { rmSync, readdirSync } from 'node:fs'; rmSync('src', { recursive: true });";
    const { code, tree } = await runProgram(isolation, program);
    expect(code).toBe(0);
    expect(readdirSync(join(tree, 'src'))).toContain('totals.ts');
  });

  it("sees none of its caller's environment", async () => {
    process.env.IRONCLAW_TEST_SECRET = 'a secret';
    onTestFinished(() => {
      delete process.env.IRONCLAW_TEST_SECRET;
    });
    const { output } = await runProgram(isolation, 'console.log(JSON.stringify(process.env))');
    expect(output).toContain('"PATH"');
    expect(output).not.toContain('a secret');
  });

  it('leaves no file behind after its boxes are closed', async () => {
    const boxes = await openBoxes(isolation);
    await boxes.run({ tree: makeKiosk(), line: 'echo left > "$TMPDIR/left" ; echo left > left' });
    boxes.close();
    expect(readdirSync(tmpdir())).not.toContain(boxes.work.split('/').at(-1));
  });

  it('is reported with the end of its output if it should be a service and ends', async () => {
    const boxes = await openBoxes(isolation);
    const start = { tree: makeKiosk(), line: 'echo no such database >&2; exit 3', health: '/health' };
    await expect(startService(boxes, start)).rejects.toThrow('it ended with code 3: no such database');
  });

  it('serves through its socket if it is a good service', async () => {
    const boxes = await openBoxes(isolation);
    const service = await startService(boxes, {
      tree: makeKiosk(),
      line: 'node src/server.ts',
      health: '/health',
    });
    const answer = await service.send({ method: 'GET', path: '/totals?first=599' });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ totals: { 'product-299': 699 } });
    await service.stop();
    expect(service.ending()).not.toBeNull();
  });
});

describe('a command in no box has the mark by which a killed instance is cleared up after', () => {
  const program = 'console.log(process.env.IRONCLAW_INSTANCE)';

  it.each([
    ['if its job has it', 'one', 'one\n'],
    ['and none if its job has none', undefined, 'undefined\n'],
  ])('%s', async (_, mark, seen) => {
    vi.stubEnv('IRONCLAW_INSTANCE', mark);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect((await runProgram('process', program)).output).toBe(seen);
  });
});

describe.skipIf(!bubblewrapIsHere)(
  `a command in a bubblewrap box (skipped where ${withoutBubblewrap})`,
  () => {
    it('has no network, not even to this machine', async () => {
      const server = createServer((_, response) => response.end('reached')).listen(0, '127.0.0.1');
      await once(server, 'listening');
      onTestFinished(() => void server.close());
      const { port } = server.address() as { port: number };
      const program = `
      const tell = (error) => console.log('refused', error.cause?.code);
      await fetch('http://127.0.0.1:${port}').then((answer) => answer.text()).then(console.log, tell);
      await fetch('http://192.0.2.1', { signal: AbortSignal.timeout(2000) }).then(console.log, tell);`;
      const { output } = await runProgram('bubblewrap', program);
      expect(output).toBe('refused ECONNREFUSED\nrefused ENETUNREACH\n');
      expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('reached');
    });

    it('reads no file of the machine outside its copy', async () => {
      const secret = join(temporaryFolder(), 'secret');
      writeFileSync(secret, 'a secret');
      const paths = [secret, '/etc/shadow', '/root', '/home', '/var', join(process.cwd(), 'package.json')];
      const program = `
      import { existsSync } from 'node:fs';
      console.log(JSON.stringify(${JSON.stringify(paths)}.filter((path) => existsSync(path))));`;
      const { output } = await runProgram('bubblewrap', program);
      expect(JSON.parse(output)).toEqual([]);
    });

    it('writes only to its copy, its temporary folder and its results', async () => {
      const program = `
      import { writeFileSync } from 'node:fs';
      for (const folder of ['/', '/etc', '/usr', '/dev', '/mnt/tree', '/mnt/given', '.', '/tmp', process.env.OUT]) {
        try { writeFileSync(folder + '/written', 'x'); console.log(folder); } catch {}
      }`;
      const { output, out } = await runProgram('bubblewrap', program);
      expect(output.trim().split('\n')).toEqual(['.', '/tmp', out]);
    });

    it.each(['.', '/tmp', '/dev/shm'])('cannot fill %s beyond its limit', async (folder) => {
      const program = `
      import { appendFileSync } from 'node:fs';
      try { for (;;) appendFileSync('${folder}/big', Buffer.alloc(8e6, 1)); } catch (error) { console.log(error.code); }`;
      const { output } = await runProgram('bubblewrap', program);
      expect(output.trim()).toBe('ENOSPC');
    });

    it('has no privileges and sees only its own processes', async () => {
      const program = `
      import { readFileSync, readdirSync } from 'node:fs';
      const status = readFileSync('/proc/self/status', 'utf8');
      console.log(process.getuid(), status.match(/CapBnd:\\s*(\\w+)/)[1]);
      console.log(readdirSync('/proc').filter((name) => /^\\d+$/.test(name)).length < 6);`;
      const { output } = await runProgram('bubblewrap', program);
      expect(output).toBe('1000 0000000000000000\ntrue\n');
    });

    it('finds the installed packages and the linked workspace folders, read-only', async () => {
      const workspace = temporaryFolder();
      const packages = join(workspace, 'node_modules');
      mkdirSync(join(packages, '@shop'), { recursive: true });
      mkdirSync(join(workspace, 'prices'));
      writeFileSync(join(workspace, 'secret'), 'x');
      writeFileSync(join(workspace, 'prices/package.json'), '{"type":"module","exports":"./index.ts"}');
      writeFileSync(join(workspace, 'prices/index.ts'), 'export const price: number = 42;');
      symlinkSync('../../prices', join(packages, '@shop/prices'));
      const boxes = await openBoxes('bubblewrap', { dependencies: packages });
      const program = `
      import { price } from '@shop/prices';
      import { existsSync, writeFileSync } from 'node:fs';
      console.log(price, existsSync('${workspace}/secret'));
      try { writeFileSync('${workspace}/prices/index.ts', ''); } catch (error) { console.log(error.code); }`;
      const { output } = await boxes.run({
        tree: makeKiosk({ 'program.mjs': program }),
        line: 'node program.mjs',
      });
      expect(output).toBe('42 false\nEROFS\n');
    });
  },
);

describe.skipIf(!bubblewrapIsHere)('a service in a bubblewrap box', () => {
  const showing = `
    import { createServer } from 'node:http';
    import { hostname } from 'node:os';
    const { env } = process;
    createServer((_, response) => response.end(JSON.stringify({ env, host: hostname() }))).listen(env.PORT);`;

  async function seen(): Promise<{ env: Record<string, string>; host: string }> {
    const boxes = await openBoxes('bubblewrap', { variables: { IRONCLAW_VERSION: 'abc' } });
    const tree = makeKiosk({ 'show.mjs': showing });
    const service = await startService(boxes, { tree, line: 'exec node show.mjs', health: '/health' });
    return JSON.parse((await service.send({ method: 'GET', path: '/' })).body.toString());
  }

  it('sees the variables that the fleet sets, and none that tells of a test', async () => {
    const { env } = await seen();
    const shell = ['PWD', 'OLDPWD', 'SHLVL', '_'];
    expect(
      Object.keys(env)
        .filter((name) => !shell.includes(name))
        .sort(),
    ).toEqual(['HOME', 'IRONCLAW_VERSION', 'PATH', 'PORT']);
    expect(env).toMatchObject({ HOME: '/srv/app', IRONCLAW_VERSION: 'abc' });
  });

  it('has the root of its tree as its home in every folder, as in the fleet', async () => {
    const boxes = await openBoxes('bubblewrap', { settings: { ...noSettings, directory: 'src' } });
    const tree = makeKiosk({ 'src/show.mjs': showing });
    const service = await startService(boxes, { tree, line: 'exec node show.mjs', health: '/health' });
    const response = await service.send({ method: 'GET', path: '/' });
    expect(JSON.parse(response.body.toString()).env.HOME).toBe('/srv/app');
  });

  it('listens on a port that no connection to it can take', async () => {
    expect(Number((await seen()).env.PORT)).toBeLessThan(32_768);
  });

  it('has a host name as a cloud gives it', async () => {
    expect((await seen()).host).toMatch(/^ip-10-0-\d+-\d+$/);
  });
});

describe('without bubblewrap', () => {
  it('a box is refused, and the error says what to do', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    onTestFinished(() => {
      process.env.PATH = path;
    });
    await expect(openBoxes('bubblewrap')).rejects.toMatchObject({
      code: 'sandbox/bubblewrap-missing',
      message: expect.stringContaining('apt-get install bubblewrap'),
    });
  });
});
