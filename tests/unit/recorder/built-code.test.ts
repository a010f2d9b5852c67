import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const run = promisify(execFile);
const program = join(import.meta.dirname, 'programs/print-locations.ts');
const compiler = join(import.meta.dirname, '../../../node_modules/typescript/bin/tsc');

const files = {
  'package.json': '{ "type": "module" }',
  'src/prices.ts': `import { sumUp } from './sums.ts';
import { spin } from 'spinner';

interface Price {
  readonly cents: number;
}

enum Currency {
  Euro = 1,
}

export class Shop {
  constructor(private readonly prices: readonly Price[]) {}

  get total(): number {
    return sumUp(this.prices.map((price) => Currency.Euro * spin(price.cents)));
  }
}

export function work(turns: number): number {
  return new Shop([{ cents: turns }]).total;
}
`,
  'src/sums.ts': `interface Unused {
  readonly a: string;
}

export function sumUp(numbers: readonly number[]): number {
  let sum = 0;
  for (const number of numbers)
    for (let i = 0; i < 300_000; i += 1) sum += Math.sqrt(number + performance.now());
  return sum;
}

export type { Unused };
`,
  'node_modules/spinner/package.json': '{ "name": "spinner", "type": "module", "exports": "./index.js" }',
  'node_modules/spinner/index.js': `export function spin(turns) {
  let sum = 0;
  for (let turn = 0; turn < turns; turn += 1) sum += performance.now();
  return sum;
}
`,
};

const expected = ['src/prices.ts:15 total', 'src/prices.ts:20 work', 'src/sums.ts:5 sumUp'];

function project(): string {
  const folder = temporaryFolder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** Where the functions are that work, without those that have no name. */
async function locations(folder: string, module: string, ...options: string[]): Promise<readonly string[]> {
  const args = ['--disable-warning=ExperimentalWarning', ...options, program, join(folder, module)];
  const { stdout } = await run(process.execPath, args, { cwd: folder });
  const lines = stdout.trim().replaceAll('get total', 'total').split('\n');
  return [...new Set(lines)].filter((line) => !line.endsWith('(anonymous)')).toSorted();
}

async function bundled(options: BuildOptions): Promise<string> {
  const folder = project();
  await build({
    entryPoints: ['src/prices.ts'],
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    outfile: 'dist/service.js',
    sourcemap: true,
    ...options,
  });
  return folder;
}

describe('the functions of built code are located in its sources', () => {
  it('if a compiler wrote a file for each', async () => {
    const folder = project();
    const options =
      '--outDir dist --sourceMap --module nodenext --target es2022 --rewriteRelativeImportExtensions';
    // The package has no types.
    await run(process.execPath, [compiler, 'src/prices.ts', ...options.split(' ')], { cwd: folder }).catch(
      () => {},
    );
    expect(await locations(folder, 'dist/prices.js')).toEqual(expected);
  });

  it.each([
    ['with a map beside it', {}],
    ['with the map in it', { sourcemap: 'inline' }],
    ['with a map without the sources', { sourcesContent: false }],
    ['with a root of the sources', { sourceRoot: './' }],
    ['that is not minified', { minify: false }],
  ] satisfies [string, BuildOptions][])('if a bundler put all into one file, %s', async (_, options) => {
    expect(await locations(await bundled(options), 'dist/service.js')).toEqual(expected);
  });

  it('if a loader compiled them while they were imported', async () => {
    const found = await locations(
      project(),
      'src/prices.ts',
      '--experimental-transform-types',
      '--enable-source-maps',
    );
    expect(found).toEqual(expected);
  });
});
