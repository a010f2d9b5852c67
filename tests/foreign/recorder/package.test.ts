import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderWith } from '../../support/folder-with.ts';
import { installInto, installPackages } from '../../support/install-packages.ts';
import { nodeBinary, nodeMajors } from '../../support/node-versions.ts';
import { startPreloaded } from '../../support/preloaded-service.ts';
import { keptFolder } from '../../support/temporary-folder.ts';
import { openCollector } from '../../unit/recorder/collector.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const packed = keptFolder('recorder-package');
const installed = join(packed, 'project');
let tarball = '';

beforeAll(async () => {
  await run(process.execPath, [join(root, '.ci/build-recorder.ts'), join(packed, 'package')]);
  await run('npm', ['pack', '--pack-destination', packed, join(packed, 'package')], { cwd: packed });
  tarball = join(packed, readdirSync(packed).find((name) => name.endsWith('.tgz')) ?? '');
  mkdirSync(installed);
  await installInto(installed, [tarball, 'express@4', '@types/express@4', '@types/node@18']);
});

afterAll(() => rmSync(packed, { recursive: true }));

it('the package has what it needs, and no dependency', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball]);
  const files = stdout.trim().split('\n');
  for (const file of ['LICENSE', 'README.md', 'package.json', 'preload.js', 'esm/index.js', 'cjs/index.js'])
    expect(files).toContain(`package/${file}`);
  expect(files.filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))).toEqual([]);
  const manifest = JSON.parse(readFileSync(join(packed, 'package/package.json'), 'utf8'));
  expect(manifest).not.toHaveProperty('dependencies');
  expect(manifest).not.toHaveProperty('private');
});

const service = `
const recorder = recorderFromEnvironment({ service: 'shop' });
const app = express();
app.use(recorder.middleware);
app.get('/orders/:id', (req, res) => res.send('ok'));
const server = app.listen(0, () => {
  appendFileSync(process.env.IRONCLAW_LISTENS, JSON.stringify(server.address()) + '\\n');
});`;
const commonjs = `
const { appendFileSync } = require('node:fs');
const express = require('express');
const { recorderFromEnvironment } = require('@ironclaw/recorder');${service}`;
const module = `
import { appendFileSync } from 'node:fs';
import express from 'express';
import { recorderFromEnvironment } from '@ironclaw/recorder';${service}`;
const preloading = `
import '@ironclaw/recorder/preload';
import express from 'express';
const app = express();
app.get('/orders/:id', (req, res) => res.send('ok'));
app.listen(0);`;
const notPreloaded = { NODE_OPTIONS: '' };

describe.each(nodeMajors)('a project that installs the package reports from Node %i', (major) => {
  it.each([
    ['as CommonJS', 'a.cjs', commonjs, notPreloaded],
    ['as a module', 'a.mjs', module, notPreloaded],
    ['if it loads the preloaded recorder itself', 'a.mjs', preloading, notPreloaded],
    [
      'if the recorder of the package is preloaded',
      'a.mjs',
      preloading.replace(/.*preload';/, ''),
      { NODE_OPTIONS: '--require @ironclaw/recorder/preload' },
    ],
    ['once, if another copy of the recorder is preloaded', 'a.mjs', module, {}],
  ])('%s', async (_, file, text, environment) => {
    const folder = folderWith({ [file]: text }, installed);
    const collector = await openCollector();
    const node = await nodeBinary(major);
    const started = await startPreloaded({ url: collector.url, folder, args: [file], node, environment });
    await started.visit('/orders/1');
    await started.visit('/orders/2');
    await collector.measured(2);
    collector.close();
    expect(collector.measurements().map(({ endpoint }) => endpoint)).toEqual(
      Array(2).fill('GET /orders/:id'),
    );
  });
});

const types = `
import express from 'express';
import '@ironclaw/recorder/preload';
import { createPreferences, createRecorder, type Recorder, recorderFromEnvironment } from '@ironclaw/recorder';

const own: Recorder = createRecorder({ service: 'shop', version: '1', url: 'http://localhost', token: 'x' });
const app = express();
app.use(own.middleware);
app.use(recorderFromEnvironment({ service: 'shop', endpointOf: (req) => req.method + ' /' }).middleware);
export const ended: Promise<void> = own.close();
export const preferences = createPreferences;
`;

describe('a project that checks its libraries stays free of errors', () => {
  it.each([
    ['TypeScript 5 for CommonJS', 'typescript@5.6', { module: 'commonjs', moduleResolution: 'node10' }],
    ['TypeScript 5 for ES5', 'typescript@5.6', { module: 'commonjs', target: 'es5' }],
    ['TypeScript 5 for Node', 'typescript@5.6', { module: 'nodenext', moduleResolution: 'nodenext' }],
    ['TypeScript 5 for a bundler', 'typescript@5.6', { module: 'esnext', moduleResolution: 'bundler' }],
    ['TypeScript 4', 'typescript@4.9', { module: 'commonjs', moduleResolution: 'node' }],
  ])('with %s', async (_, compiler, options) => {
    const compilerOptions = {
      target: 'es2020',
      lib: ['es2022'],
      strict: true,
      noEmit: true,
      esModuleInterop: true,
      skipLibCheck: false,
      types: ['node'],
      ...options,
    };
    const files = { 'a.ts': types, 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['a.ts'] }) };
    const folder = folderWith(files, installed);
    const tsc = join(await installPackages(compiler), 'node_modules/typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error) => error);
    expect(stdout).toBe('');
  });
});
