/** A service that knows no recorder, and the endpoints as which its requests are measured. */
export interface FrameworkService {
  /** Of the npm registry. */
  readonly packages: readonly string[];
  readonly file: string;
  /** It listens on `process.env.PORT`. */
  readonly text: string;
  /** The endpoint by the path that is requested. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The first major of Node on which the framework runs. Default 18. */
  readonly from?: number;
}

const express = `
const express = require('express');
const ok = (req, res) => res.send('ok');
const orders = express.Router();
orders.get('/orders', ok);
orders.get('/orders/:id', ok);
orders.get('/broken/:id', () => { throw new Error('own'); });
const inner = express.Router();
inner.get('/last', ok);
orders.use('/deep/:name', inner);
const mounted = express();
mounted.get('/things/:id', ok);
mounted.use('/below/:name', inner);
const app = express();
app.use('/tenants/:tenant', orders);
app.use(['/v1/:name', '/v2/:name'], inner);
app.use('/apps/:app', mounted);
app.get(['/a', '/b', '/c/:id'], ok);
app.get(/^\\/re\\/(\\w+)$/, ok);
app.get('/static', ok);
app.use((error, req, res, next) => res.status(500).send('no'));
app.listen(process.env.PORT);`;

const expressEndpoints = {
  '/tenants/acme/orders': '/tenants/:tenant/orders',
  '/tenants/other/orders?page=2': '/tenants/:tenant/orders',
  '/tenants/third/orders/17': '/tenants/:tenant/orders/:id',
  '/tenants/tenants/orders': '/tenants/:tenant/orders',
  '/tenants/acme/broken/17': '/tenants/:tenant/broken/:id',
  '/tenants/acme/deep/down/last': '/tenants/:tenant/deep/:name/last',
  '/v1/x/last': '/v1/:name/last',
  '/v2/x/last': '/v2/:name/last',
  '/apps/x/things/17': '/apps/:app/things/:id',
  '/apps/x/below/y/last': '/apps/:app/below/:name/last',
  '/a': '/a',
  '/b': '/b',
  '/c/17': '/c/:id',
  '/re/x': '/re/(\\w+)',
  '/static': '/static',
  '/nothing/17': '/(unmatched)',
};

const fastify = (listen: string) => `
const app = require('fastify')();
app.get('/users/:name', async () => 'ok');
app.register(async (part) => { part.get('/things/:id', async () => 'ok'); }, { prefix: '/parts/:part' });
${listen}`;

const fastifyEndpoints = {
  '/users/joe': '/users/:name',
  '/parts/acme/things/x': '/parts/:part/things/:id',
  '/nothing': '/(unmatched)',
};

const koa = (imports: string) => `
${imports}
const ok = (context) => { context.body = 'ok'; };
const inner = new Router();
inner.get('/things/:id', ok);
const router = new Router();
router.get('/users/:name', ok);
router.use('/parts/:part', inner.routes());
const mounted = new Koa();
const ofMounted = new Router();
ofMounted.get('/orders/:id', ok);
mounted.use(ofMounted.routes());
const app = new Koa();
app.use(router.routes()).use(router.allowedMethods());
app.use(mount('/mounted', mounted));
app.listen(process.env.PORT);`;

const koaEndpoints = {
  ...fastifyEndpoints,
  '/mounted/orders/x': '/mounted/orders/:id',
};

const hono = (imports: string) => `
${imports}
const app = new Hono();
app.use('*', async (context, next) => { await next(); });
app.get('/users/:name', (context) => context.text('ok'));
const part = new Hono();
part.get('/things/:id', async (context) => context.text('ok'));
app.route('/parts/:part', part);
serve({ fetch: app.fetch, port: Number(process.env.PORT) });`;

const nest = (adapter: string) => `
require('reflect-metadata');
const { NestFactory } = require('@nestjs/core');
const { Controller, Get, Module, Param } = require('@nestjs/common');
class Cats {
  one(id) { return id; }
}
Get(':id')(Cats.prototype, 'one', Object.getOwnPropertyDescriptor(Cats.prototype, 'one'));
Param('id')(Cats.prototype, 'one', 0);
Controller('tenants/:tenant/cats')(Cats);
class App {}
Module({ controllers: [Cats] })(App);
(async () => {
  const app = await NestFactory.create(App, ${adapter} { logger: false });
  app.setGlobalPrefix('api');
  await app.listen(process.env.PORT);
})();`;

const nestPackages = ['@nestjs/core@11', '@nestjs/common@11', 'reflect-metadata@0.2', 'rxjs@7'];
const nestEndpoints = {
  '/api/tenants/acme/cats/x': '/api/tenants/:tenant/cats/:id',
  '/api/nothing': '/(unmatched)',
};

export const frameworkServices: Readonly<Record<string, FrameworkService>> = {
  'Express 4': { packages: ['express@4'], file: 'a.cjs', text: express, endpoints: expressEndpoints },
  'Express 5': { packages: ['express@5'], file: 'a.cjs', text: express, endpoints: expressEndpoints },
  'Express 5 as a module': {
    packages: ['express@5'],
    file: 'a.mjs',
    text: express.replace(`const express = require('express')`, `import express from 'express'`),
    endpoints: expressEndpoints,
  },
  'Fastify 3': {
    packages: ['fastify@3'],
    file: 'a.cjs',
    text: fastify('app.listen(process.env.PORT);'),
    endpoints: fastifyEndpoints,
  },
  'Fastify 4': {
    packages: ['fastify@4'],
    file: 'a.cjs',
    text: fastify('app.listen({ port: process.env.PORT });'),
    endpoints: fastifyEndpoints,
  },
  'Fastify 5 as a module': {
    packages: ['fastify@5'],
    file: 'a.mjs',
    text: fastify('app.listen({ port: process.env.PORT });').replace(
      `const app = require('fastify')()`,
      `import fastify from 'fastify';\nconst app = fastify()`,
    ),
    endpoints: fastifyEndpoints,
    from: 20,
  },
  'Koa 2 with koa-router': {
    packages: ['koa@2', 'koa-router@12', 'koa-mount@4'],
    file: 'a.cjs',
    text: koa(
      `const Koa = require('koa'); const Router = require('koa-router'); const mount = require('koa-mount');`,
    ),
    endpoints: koaEndpoints,
  },
  'Koa 3 with @koa/router as a module': {
    packages: ['koa@3', '@koa/router@15', 'koa-mount@4'],
    file: 'a.mjs',
    text: koa(
      `import Koa from 'koa';\nimport { Router } from '@koa/router';\nimport mount from 'koa-mount';`,
    ),
    endpoints: koaEndpoints,
    from: 20,
  },
  Hono: {
    packages: ['hono@4', '@hono/node-server@1'],
    file: 'a.cjs',
    text: hono(`const { Hono } = require('hono'); const { serve } = require('@hono/node-server');`),
    endpoints: fastifyEndpoints,
  },
  'Hono as a module': {
    packages: ['hono@4', '@hono/node-server@1'],
    file: 'a.mjs',
    text: hono(`import { Hono } from 'hono';\nimport { serve } from '@hono/node-server';`),
    endpoints: fastifyEndpoints,
  },
  'Nest on Express': {
    packages: [...nestPackages, '@nestjs/platform-express@11'],
    file: 'a.cjs',
    text: nest(''),
    endpoints: nestEndpoints,
    from: 20,
  },
  'Nest on Fastify': {
    packages: [...nestPackages, '@nestjs/platform-fastify@11'],
    file: 'a.cjs',
    text: nest(`new (require('@nestjs/platform-fastify').FastifyAdapter)(),`),
    endpoints: nestEndpoints,
    from: 20,
  },
  tinyhttp: {
    packages: ['@tinyhttp/app@3'],
    file: 'a.mjs',
    text: `
      import { App } from '@tinyhttp/app';
      const part = new App();
      part.get('/things/:id', (req, res) => res.send('ok'));
      const app = new App();
      app.get('/users/:name', (req, res) => res.send('ok'));
      app.use('/parts/:part', part);
      app.listen(Number(process.env.PORT));`,
    endpoints: fastifyEndpoints,
    from: 20,
  },
  Polka: {
    packages: ['polka@0.5'],
    file: 'a.cjs',
    text: `
      const polka = require('polka');
      polka()
        .get('/users/:name', (req, res) => res.end('ok'))
        .use('/parts', polka().get('/things/:id', (req, res) => res.end('ok')))
        .listen(process.env.PORT);`,
    endpoints: {
      '/users/joe': '/users/:name',
      '/parts/things/x': '/parts/things/:id',
      '/nothing': '/(unmatched)',
    },
  },
};
