import { globSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const places = [
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

/** What each place may import of ours, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  adapters: ['core'],
  functions: ['adapters', 'core'],
  sandbox: ['core'],
  recorder: [],
  examples: ['recorder'],
  local: ['functions', 'adapters', 'core'],
  // Of functions, the table of routes with their roles, and the names of variables and metrics; of adapters, the table's keys.
  lib: ['functions', 'adapters', 'core'],
  // What it measures it runs as a user would; of ours it takes the source of random numbers.
  eval: ['core'],
  bin: ['local', 'lib', 'functions', 'adapters', 'core'],
};

/** Inside core, from what stands alone to what builds on the others. */
const layers = [
  'errors',
  'validation',
  'unset-secret',
  'numbers',
  'time',
  'costs',
  'events',
  'service',
  'preferences',
  'performance',
  'rollouts',
  'experiments',
  'improvements',
];

interface Arrow {
  readonly from: string;
  readonly to: string;
}

const sources = globSync(`{${places.join(',')}}/**/*.ts`, { cwd: root }).filter(
  (path) => !path.includes('node_modules'),
);
const placeOf = (path: string): string => path.split('/')[0] ?? '';

/** Arrows between our files as a bundler follows them; what it cannot follow (packages, Node) by name. */
async function arrowsOfTheBundler(): Promise<Arrow[]> {
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

/** Arrows that carry types alone leave no trace in a bundle, and bind a reader all the same. */
function arrowsOfTheText(): Arrow[] {
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

describe('arrows run one way', () => {
  let arrows: readonly Arrow[];

  beforeAll(async () => {
    arrows = [...(await arrowsOfTheBundler()), ...arrowsOfTheText()].map(({ from, to }) => ({
      from: relative(root, join(root, from)),
      to,
    }));
  });

  test('the graph is the real one', () => {
    expect(arrows).toContainEqual({
      from: 'functions/api/submit-feedback.ts',
      to: 'core/preferences/feedback/record-feedback.ts',
    });
    expect(arrows.length).toBeGreaterThan(500);
  });

  test.each(Object.entries(allowed))('%s imports nothing of ours but %j', (place, others) => {
    const wrong = arrows.filter(
      ({ from, to }) =>
        placeOf(from) === place &&
        places.includes(placeOf(to)) &&
        placeOf(to) !== place &&
        !others.includes(placeOf(to)),
    );
    expect(wrong).toEqual([]);
  });

  test('core imports no package but its validation library', () => {
    const ours = (to: string) => places.includes(placeOf(to));
    // Paths are text to core: it matches them and opens none.
    const harmless = ['zod', 'zod/mini', 'zod/locales', 'node:path'];
    const packages = arrows.filter(
      ({ from, to }) => placeOf(from) === 'core' && !ours(to) && !harmless.includes(to),
    );
    expect(packages).toEqual([]);
  });

  test('what tells Prometheus of the API on one machine is bundled by no function', () => {
    const importers = arrows.filter(({ to }) => to === 'prom-client').map(({ from }) => from);
    expect(new Set(importers)).toEqual(new Set(['local/gateway/http-metrics.ts']));
  });

  test('the stacks know functions by their paths, and nothing of what is in them', () => {
    const shared =
      /^(core\/|functions\/api\/(routes|openapi)\/|functions\/composition\/environment|functions\/observability\/metric-names|adapters\/dynamodb\/table)/;
    const wrong = arrows.filter(
      ({ from, to }) =>
        placeOf(from) === 'lib' && places.includes(placeOf(to)) && placeOf(to) !== 'lib' && !shared.test(to),
    );
    expect(wrong).toEqual([]);
  });

  test('the recorder imports nothing but Node', () => {
    const foreign = arrows.filter(
      ({ from, to }) => placeOf(from) === 'recorder' && placeOf(to) !== 'recorder' && !to.startsWith('node:'),
    );
    expect(foreign).toEqual([]);
  });

  test('inside core a layer imports only those below it', () => {
    const layerOf = (path: string) => layers.indexOf((path.split('/')[1] ?? '').replace(/\.ts$/, ''));
    const upward = arrows.filter(
      ({ from, to }) => placeOf(from) === 'core' && placeOf(to) === 'core' && layerOf(to) > layerOf(from),
    );
    expect(upward).toEqual([]);
  });
});
