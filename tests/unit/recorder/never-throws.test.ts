import { channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, type MockInstance, test, vi } from 'vitest';
import { watchFastify } from '#recorder/frameworks/fastify.ts';
import { watchHono } from '#recorder/frameworks/hono.ts';
import { watchKoa } from '#recorder/frameworks/koa.ts';
import {
  createEmfRecorder,
  createPreferences,
  createRecorder,
  recorderFromEnvironment,
} from '#recorder/index.ts';
import { atListen } from '#recorder/preload/at-listen.ts';
import { folderWith } from '../../support/folder-with.ts';
import { openCollector } from './collector.ts';
import { hostileValues, throwing } from './hostile-values.ts';
import { openShop } from './shop.ts';

/** Calls a function as code without types would. */
const call = (work: unknown, ...args: unknown[]) => Reflect.apply(work as () => unknown, undefined, args);

let warnings: MockInstance;
beforeEach(() => {
  warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe.each(hostileValues)('given %s', (_, value) => {
  it.each([
    ['createRecorder', createRecorder],
    ['createEmfRecorder', createEmfRecorder],
    ['recorderFromEnvironment', recorderFromEnvironment],
  ])('%s returns a recorder', async (_name, create) => {
    for (const recorder of [call(create, value), call(create, { service: 'shop', version: 'v1' }, value)]) {
      const { middleware, close } = recorder as ReturnType<typeof createRecorder>;
      const next = vi.fn();
      call(middleware, value, value, next);
      expect(next).toHaveBeenCalledOnce();
      await close();
    }
  });

  it('a recorder that measures passes the request on', async () => {
    const collector = await openCollector();
    const options = { service: 'shop', version: 'v1', url: collector.url, token: 'secret' };
    const { middleware, close } = createRecorder(options);
    for (const args of [
      [value, value],
      [{}, value],
      [value, new EventEmitter()],
    ]) {
      const next = vi.fn();
      call(middleware, ...args, next);
      expect(next).toHaveBeenCalledOnce();
    }
    await close();
    collector.close();
  });

  it('the end of a response throws nothing', async () => {
    const { middleware, close } = createEmfRecorder({ service: 'shop', version: 'v1', print: () => {} });
    const hostile = (name: string) => Object.assign(new EventEmitter(), { [name]: value });
    for (const name of ['statusCode', 'getHeader', 'writableFinished', '_header']) {
      const res = hostile(name);
      call(middleware, { method: value, url: value, params: value, route: value, app: value }, res, () => {});
      expect(() => res.emit('close')).not.toThrow();
    }
    await close();
  });

  it('every option of a recorder has a usual value to fall back to', async () => {
    const collector = await openCollector();
    const numbers = { timeout: value, capacity: value } as object;
    const shop = await openShop({ url: collector.url, ...numbers });
    await shop.visit('/quick/1');
    await collector.measured(1);
    await shop.close();
    collector.close();
  });

  it('preferences recommend something and lose the feedback', async () => {
    expect(() => call(createPreferences, value)).not.toThrow();
    const preferences = createPreferences({ url: 'http://127.0.0.1:9' });
    await expect(call(preferences.recommend, value)).resolves.toMatchObject({ basis: 'fallback' });
    expect(() => call(preferences.feedback, value)).not.toThrow();
    await preferences.close();
  });

  it('a server listens as it would', () => {
    const { listen } = Server.prototype;
    const given: unknown[] = [];
    vi.spyOn(Server.prototype, 'listen').mockImplementation(function (this: Server, ...args) {
      given.push(...args);
      return this;
    });
    const fail = () => call(throwing());
    atListen({ move: fail as () => [], before: fail });
    call(Server.prototype.listen.bind(new Server()), value);
    expect(given).toHaveLength(1);
    expect(Object.is(given[0], value)).toBe(true);
    Server.prototype.listen = listen;
  });

  it('the hook of Fastify calls the next one', () => {
    watchFastify();
    const hooks: unknown[] = [];
    channel('fastify.initialization').publish(value);
    channel('fastify.initialization').publish({ fastify: value });
    channel('fastify.initialization').publish({
      fastify: { addHook: (_on: string, hook: unknown) => hooks.push(hook) },
    });
    const done = vi.fn();
    for (const hook of hooks) call(hook, value, value, done);
    expect(done).toHaveBeenCalledTimes(hooks.length);
    expect(hooks).not.toEqual([]);
  });

  it('Koa and Hono return what they would', () => {
    const folder = folderWith({
      'koa/lib/application.js': 'module.exports = class { createContext(req) { return req; } };',
      'hono/dist/cjs/index.js':
        'class Router { match(method) { return method; } }; exports.Hono = class { router = new Router(); };',
    });
    const load = createRequire(join(folder, 'x.js'));
    const Koa = load('./koa/lib/application.js');
    const { Hono } = load('./hono/dist/cjs/index.js');
    watchKoa();
    watchHono('');
    expect(new Koa().createContext(value)).toBe(value);
    expect(new Hono().router.match(value)).toBe(value);
  });
});

test('an endpoint that is no text is unmatched', async () => {
  for (const [, value] of hostileValues) {
    const collector = await openCollector();
    const shop = await openShop({ url: collector.url, endpointOf: () => value as string });
    await shop.visit('/quick/1');
    await collector.measured(1);
    expect(collector.measurements()).toMatchObject([{ endpoint: 'GET /(unmatched)' }]);
    await shop.close();
    collector.close();
  }
});

test('a batch that cannot be made rejects nothing, and the next one is sent', async () => {
  const collector = await openCollector();
  const usage = vi.spyOn(process, 'memoryUsage').mockImplementationOnce(() => {
    throw new Error('no /proc');
  });
  const shop = await openShop({ url: collector.url });
  await shop.visit('/quick/1');
  await expect.poll(() => usage.mock.calls.length).toBeGreaterThan(0);
  await shop.visit('/quick/2');
  await collector.measured(1);
  await shop.close();
  collector.close();
});

test('feedback that cannot be written keeps no other back', async () => {
  const collector = await openCollector();
  const preferences = createPreferences({ url: collector.url });
  const circular: Record<string, unknown> = {};
  circular.messageId = circular;
  call(preferences.feedback, circular);
  await preferences.close();
  expect(warnings).toHaveBeenCalledWith(expect.stringContaining('cannot be written'), expect.anything());
  collector.close();
});
