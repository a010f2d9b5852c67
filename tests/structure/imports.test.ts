import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders = [
  'bin',
  'core',
  'functions',
  'adapters',
  'lib',
  'local',
  'sandbox',
  'recorder',
  'examples',
  'eval',
];

/** The top-level folders that each top-level folder may import, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ['core'],
  functions: ['adapters', 'core'],
  // From adapters: what starts the static analysis, see below.
  sandbox: ['adapters', 'core'],
  recorder: [],
  examples: ['recorder'],
  local: ['functions', 'adapters', 'core'],
  // From functions: the routes with their roles, and the names of variables and metrics. From adapters: the table's keys.
  lib: ['functions', 'adapters', 'core'],
  // It runs what it measures like a user would; from core it takes numeric routines and the analysis that it evaluates, from
  // the sandbox the gates, and from the adapters what finds and writes fixes.
  eval: ['adapters', 'core', 'sandbox'],
  bin: ['local', 'lib', 'functions', 'adapters', 'core'],
};

/** The layers of core. Each may import only those above it in this list. */
const layers = [
  'errors',
  'validation',
  'unset-secret',
  'numbers',
  'time',
  'retention',
  'map-with-concurrency',
  'costs',
  'events',
  'service',
  'preferences',
  'performance',
  'rollouts',
  'experiments',
  'proof',
  'improvements',
];

interface Import {
  readonly from: string;
  readonly to: string;
}

const sources = globSync(`{${folders.join(',')}}/**/*.ts`, { cwd: root }).filter(
  (path) => !path.includes('node_modules'),
);
const folderOf = (path: string): string => path.split('/')[0] ?? '';

/** Imports as a bundler resolves them; packages and Node modules by name. */
async function bundlerImports(): Promise<Import[]> {
  const { metafile } = await build({
    entryPoints: sources,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    outdir: 'nowhere',
    platform: 'node',
    format: 'esm',
    target: 'node24',
    packages: 'external',
    logLevel: 'silent',
  });
  return Object.entries(metafile.inputs).flatMap(([from, { imports }]) =>
    imports.map(({ path }) => ({ from, to: path })),
  );
}

/** Imports in the source text. Type-only imports leave no trace in a bundle, but are dependencies, too. */
function textImports(): Import[] {
  return sources.flatMap((from) => {
    const text = readFileSync(join(root, from), 'utf8');
    return [...text.matchAll(/(?:from|import)\s+'([^']+)'/g)].map(([, target = '']) => ({
      from,
      to: resolved(from, target),
    }));
  });
}

function resolved(from: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  return target.startsWith('.') ? posix.join(dirname(from), target) : target;
}

describe('imports go one way', () => {
  let imports: readonly Import[];

  beforeAll(async () => {
    imports = [...(await bundlerImports()), ...textImports()].map(({ from, to }) => ({
      from: relative(root, join(root, from)),
      to,
    }));
  });

  test('the graph contains known imports', () => {
    expect(imports).toContainEqual({
      from: 'functions/api/submit-feedback.ts',
      to: 'core/preferences/feedback/record-feedback.ts',
    });
    expect(imports.length).toBeGreaterThan(500);
  });

  test.each(Object.entries(allowed))('%s imports no other top-level folder than %j', (folder, others) => {
    const wrong = imports.filter(
      ({ from, to }) =>
        folderOf(from) === folder &&
        folders.includes(folderOf(to)) &&
        folderOf(to) !== folder &&
        !others.includes(folderOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('core imports no package except its validation library', () => {
    const ours = (to: string) => folders.includes(folderOf(to));
    // To core, paths are text: it matches them but opens no files.
    const allowedPackages = ['zod', 'zod/mini', 'zod/locales', 'node:path'];
    const packages = imports.filter(
      ({ from, to }) => folderOf(from) === 'core' && !ours(to) && !allowedPackages.includes(to),
    );
    expect(packages).toEqual([]);
  });

  test('no function bundles the Prometheus client of the API on one machine', () => {
    const importers = imports.filter(({ to }) => to === 'prom-client').map(({ from }) => from);
    expect(new Set(importers)).toEqual(new Set(['local/gateway/http-metrics.ts']));
  });

  test('the stacks know functions by their paths and import none of their code', () => {
    const shared =
      /^(core\/|functions\/api\/(routes|openapi)\/|functions\/composition\/environment|functions\/observability\/metric-names|adapters\/dynamodb\/table)/;
    const wrong = imports.filter(
      ({ from, to }) =>
        folderOf(from) === 'lib' &&
        folders.includes(folderOf(to)) &&
        folderOf(to) !== 'lib' &&
        !shared.test(to),
    );
    expect(wrong).toEqual([]);
  });

  test('the sandbox uses no adapter but the static analysis, which runs in a process of its own', () => {
    const used = imports.filter(
      ({ from, to }) => folderOf(from) === 'sandbox' && folderOf(to) === 'adapters',
    );
    expect(new Set(used.map(({ to }) => to))).toEqual(
      new Set(['adapters/static-analysis/scan-in-process.ts']),
    );
  });

  test('no function bundles the static analysis', () => {
    const analysis = imports.filter(({ to }) => /^adapters\/(static-analysis|oxlint)\//.test(to));
    expect(new Set(analysis.map(({ from }) => folderOf(from)))).toEqual(
      new Set(['adapters', 'local', 'sandbox']),
    );
  });

  test('the recorder imports nothing but Node', () => {
    const otherImports = imports.filter(
      ({ from, to }) =>
        folderOf(from) === 'recorder' && folderOf(to) !== 'recorder' && !to.startsWith('node:'),
    );
    expect(otherImports).toEqual([]);
  });

  test('inside core a layer imports only those below it', () => {
    const layerOf = (path: string) => layers.indexOf((path.split('/')[1] ?? '').replace(/\.ts$/, ''));
    const upward = imports.filter(
      ({ from, to }) => folderOf(from) === 'core' && folderOf(to) === 'core' && layerOf(to) > layerOf(from),
    );
    expect(upward).toEqual([]);
  });
});
