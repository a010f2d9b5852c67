import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { preloadFile } from '#local/recorder/preload-file.ts';
import { folderWith } from '../../../support/folder-with.ts';
import { type PreloadedOptions, startPreloaded } from '../../../support/preloaded-service.ts';
import { openCollector } from '../collector.ts';

let collector: Awaited<ReturnType<typeof openCollector>>;

beforeEach(async () => {
  collector = await openCollector();
});

afterEach(() => collector.close());

/** A service of one file, which is measured. */
const start = (name: string, text: string, more: Partial<PreloadedOptions> = {}) =>
  startPreloaded({ url: collector.url, folder: folderWith({ [name]: text }), args: [name], ...more });

async function measured(count = 1) {
  await collector.measured(count);
  return collector.measurements();
}

const commonjs = `require('node:http').createServer((req, res) => res.end('ok')).listen(process.env.PORT);`;
const module = `import { createServer } from 'node:http';
createServer((req, res) => res.end('ok')).listen(process.env.PORT);`;

describe('a service that does not know the recorder is measured', () => {
  it.each([
    ['as CommonJS', 'service.cjs', commonjs],
    ['as a module', 'service.mjs', module],
  ])('%s', async (_, name, text) => {
    const service = await start(name, text);
    expect(await service.visit('/orders/17?page=2')).toBe('ok');
    expect(await measured()).toMatchObject([{ endpoint: 'GET /orders/:id', status: 200 }]);
  });

  it('in a child process, in a worker, and in the workers of a cluster', async () => {
    const text = `
      const { fork } = require('node:child_process');
      const { Worker, isMainThread } = require('node:worker_threads');
      const cluster = require('node:cluster');
      const [, , role] = process.argv;
      if (cluster.isPrimary && isMainThread && !role) {
        fork(__filename, ['child']);
        new Worker(__filename);
        cluster.fork();
      } else {
        const name = isMainThread ? (role ?? 'cluster') : 'worker';
        require('node:http').createServer((req, res) => res.end(name)).listen(0);
      }`;
    const service = await start('service.cjs', text);
    const ports = () => new Set(service.listens().map(({ port }) => port));
    await expect.poll(() => ports().size, { timeout: 10_000 }).toBe(3);
    const names = await Promise.all(
      [...ports()].map(async (port) => (await fetch(`http://127.0.0.1:${port}/`)).text()),
    );
    expect(names.toSorted()).toEqual(['child', 'cluster', 'worker']);
    expect(await measured(3)).toHaveLength(3);
    expect(new Set(collector.received.map(({ batch }) => batch.instance)).size).toBe(3);
  });

  it('over HTTP/2', async () => {
    const text = `
      const http2 = require('node:http2');
      const server = http2.createServer((req, res) => res.end('two'));
      server.listen(0, () => {
        const client = http2.connect('http://127.0.0.1:' + server.address().port);
        client.request({ ':path': '/two' }).resume().on('end', () => client.close());
      });`;
    await start('service.cjs', text);
    expect(await measured()).toMatchObject([{ endpoint: 'GET /two', status: 200 }]);
  });

  it('once, where a server hands its requests to another one', async () => {
    const text = `
      const { createServer } = require('node:http');
      const inner = createServer((req, res) => res.end('inner'));
      createServer((req, res) => inner.emit('request', req, res)).listen(process.env.PORT);`;
    const service = await start('service.cjs', text);
    await service.visit('/a');
    await service.visit('/b');
    expect((await measured(2)).map(({ endpoint }) => endpoint)).toEqual(['GET /a', 'GET /b']);
  });
});

describe('what has no latency is not measured', () => {
  it('like an upgrade', async () => {
    const text = `
      const server = require('node:http').createServer((req, res) => res.end('ok'));
      server.on('upgrade', (req, socket) => socket.end('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: x\\r\\nConnection: Upgrade\\r\\n\\r\\n'));
      server.listen(process.env.PORT);`;
    const service = await start('service.cjs', text);
    const { request } = await import('node:http');
    const { port } = service.listens()[0] ?? {};
    await new Promise((resolve) =>
      request({ port, path: '/ws', headers: { connection: 'Upgrade', upgrade: 'x' } })
        .on('upgrade', resolve)
        .end(),
    );
    await service.visit('/after');
    expect(await measured()).toMatchObject([{ endpoint: 'GET /after' }]);
  });

  it.each([
    ['writeHead', `res.writeHead(200, { 'Content-Type': 'text/event-stream' })`],
    ['setHeader', `res.setHeader('content-type', 'text/event-stream; charset=utf-8')`],
  ])('like a stream of events, told by %s', async (_, head) => {
    const text = `
      require('node:http').createServer((req, res) => {
        if (req.url === '/events') ${head};
        res.end('data: 1\\n\\n');
      }).listen(process.env.PORT);`;
    const service = await start('service.cjs', text);
    await service.visit('/events');
    await service.visit('/after');
    expect(await measured()).toMatchObject([{ endpoint: 'GET /after' }]);
  });
});

describe('the service stays as it is', () => {
  it('if no URL is given', async () => {
    const service = await startPreloaded({ folder: folderWith({ 'a.cjs': commonjs }), args: ['a.cjs'] });
    expect(await service.visit('/')).toBe('ok');
  });

  it('if what the environment says cannot be used, which it says once', async () => {
    const environment = { IRONCLAW_URL: 'nonsense' };
    const service = await start('service.cjs', commonjs, { environment });
    for (const path of ['/a', '/b', '/c', '/d']) expect(await service.visit(path)).toBe('ok');
    service.process.kill();
    await service.ended; // and all of its output has arrived
    expect(service.output().match(/Nothing is recorded/g)).toHaveLength(1);
  });

  it('if a handler throws', async () => {
    const text = `
      process.on('uncaughtException', (error) => console.log('caught ' + error.message));
      require('node:http').createServer((req, res) => {
        res.end('ok');
        throw new Error('own');
      }).listen(process.env.PORT);`;
    const service = await start('service.cjs', text);
    expect(await service.visit('/')).toBe('ok');
    await expect.poll(service.output).toContain('caught own');
    expect(await measured()).toHaveLength(1);
  });

  it('and says why nothing is measured, if another preload froze what a server is', async () => {
    const froze = `Object.freeze(require('node:http').Server.prototype);`;
    const folder = folderWith({ 'a.cjs': commonjs, 'other.cjs': froze });
    const environment = { NODE_OPTIONS: `--require ./other.cjs --require ${await preloadFile()}` };
    const service = await startPreloaded({ url: collector.url, folder, args: ['a.cjs'], environment });
    expect(await service.visit('/a')).toBe('ok');
    await expect.poll(service.output).toContain('Nothing is recorded');
  });

  it('and is measured without what the first Node 18 lacks', async () => {
    const lacking = `
      delete URL.parse;
      delete URL.canParse;
      delete AbortSignal.any;
      delete Map.groupBy;
      delete Object.groupBy;
      delete Promise.withResolvers;
      delete require('node:diagnostics_channel').subscribe;`;
    const folder = folderWith({ 'a.cjs': commonjs, 'other.cjs': lacking });
    const credentials = { IRONCLAW_TOKEN: '', IRONCLAW_CLIENT_ID: 'a', IRONCLAW_CLIENT_SECRET: 'b' };
    const environment = {
      NODE_OPTIONS: `--require ./other.cjs --require ${await preloadFile()}`,
      IRONCLAW_TOKEN_URL: 'http://127.0.0.1:9/',
      ...credentials,
    };
    const service = await startPreloaded({ url: collector.url, folder, args: ['a.cjs'], environment });
    expect(await service.visit('/a')).toBe('ok');
    await expect.poll(service.output).toContain('ECONNREFUSED');
    expect(service.output()).not.toContain('is not a function');
  });

  it('beside another preload, and if it is loaded twice', async () => {
    const file = await preloadFile();
    const folder = folderWith({ 'a.cjs': commonjs, 'other.cjs': `console.log('other preload');` });
    const environment = { NODE_OPTIONS: `--require ./other.cjs --require ${file} --require "${file}"` };
    const service = await startPreloaded({ url: collector.url, folder, args: ['a.cjs'], environment });
    await service.visit('/a');
    await service.visit('/b');
    expect(await measured(2)).toHaveLength(2);
    expect(service.output()).toBe('other preload\n');
  });

  it('as a program that serves nothing, which opens and prints nothing', async () => {
    const { stdout, stderr } = await promisify(execFile)(
      process.execPath,
      ['-e', 'console.log(process.getActiveResourcesInfo().filter((name) => name !== "PipeWrap"))'],
      { env: { IRONCLAW_URL: collector.url, NODE_OPTIONS: `--require ${await preloadFile()}` } },
    );
    expect([stdout, stderr]).toEqual(['[]\n', '']);
  });
});

describe('what is left when a process ends is sent', () => {
  const once = (end: string) => `
    const server = require('node:http').createServer((req, res) => res.end('ok')).listen(process.env.PORT);
    server.on('request', (req, res) => res.on('close', () => { ${end} }));`;
  const environment = { IRONCLAW_FLUSH_MS: '60000' };

  it.each([
    ['by itself', 'server.close();', 0],
    ['by process.exit', 'setImmediate(() => process.exit(7));', 7],
    ['by an error', 'setImmediate(() => { throw new Error("own"); });', 1],
  ])('%s', async (_, end, code) => {
    const service = await start('service.cjs', once(end), { environment });
    await service.visit('/last', { headers: { connection: 'close' } });
    await service.ended;
    expect(service.process.exitCode).toBe(code);
    expect(collector.measurements()).toMatchObject([{ endpoint: 'GET /last' }]);
  });

  it('unless a signal ends it that it does not handle: it ends by the signal', async () => {
    const service = await start('service.cjs', commonjs, { environment });
    await service.visit('/');
    service.process.kill('SIGTERM');
    await service.ended;
    expect(service.process.signalCode).toBe('SIGTERM');
  });

  it('and a collector that does not respond holds it up for a second at most', async () => {
    collector.respond = () => {};
    const service = await start('service.cjs', once('process.exit(0);'), { environment });
    await service.visit('/', { headers: { connection: 'close' } });
    await service.ended;
    expect(service.process.exitCode).toBe(0);
  });
});
