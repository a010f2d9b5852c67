import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { builtTargets } from '#sandbox/verify/calls/built-targets.ts';
import { compiledFrom, readCompiledFiles } from '#sandbox/verify/calls/compiled-files.ts';
import { temporaryFolder, writeFiles } from '../../support/kiosk.ts';

const map = (...sources: string[]) => JSON.stringify({ version: 3, sources, mappings: '' });
const inline = (text: string) => `data:application/json;base64,${Buffer.from(text).toString('base64')}`;

function treeWith(files: Record<string, string>): string {
  const tree = temporaryFolder();
  writeFiles(tree, files);
  return tree;
}

/** The files that were compiled from a source, in a tree with this output in `dist`. */
async function foundFor(source: string, files: Record<string, string>): Promise<readonly string[]> {
  return compiledFrom(source, await readCompiledFiles(treeWith(files), ['dist'])).map(({ path }) => path);
}

describe('a source is found in what was built of it', () => {
  it('by a source map beside the file or in it', async () => {
    const files = {
      'dist/x.js': '//# sourceMappingURL=x.js.map',
      'dist/x.js.map': map('../src/api/cart.ts'),
      'dist/y.mjs': `//# sourceMappingURL=${inline(map('../src/api/cart.ts', '../src/other.ts'))}`,
      'dist/cart.js': '//# sourceMappingURL=missing.map',
    };
    expect(await foundFor('src/api/cart.ts', files)).toEqual(['dist/x.js', 'dist/y.mjs']);
  });

  it('by its path, and not where two are equally like it', async () => {
    const files = { 'dist/api/cart.js': '', 'dist/cart.js': '', 'dist/index.d.ts': '' };
    expect(await foundFor('src/api/cart.ts', files)).toEqual(['dist/api/cart.js']);
    expect(await foundFor('src/cart.ts', { 'dist/cjs/cart.js': '', 'dist/esm/cart.js': '' })).toEqual([]);
    expect(await foundFor('src/basket.ts', files)).toEqual([]);
  });
});

describe('the functions of a module that was built', () => {
  const targets = {
    'src/a.ts': { functions: ['add'], classes: [], remade: [], constants: [7] },
    'src/b.ts': { functions: ['sub'], classes: ['Shop'], remade: [], constants: [] },
  };
  const sources = {
    'src/a.ts': 'export const add = () => 1;',
    'src/b.ts': 'export function sub(): number { return 0; } export class Shop {}',
    'src/all.ts': "export { add } from './a.ts'; export * from './b.ts';",
  };
  /** Bundles `src/all.ts`. */
  const bundled = async (more: Record<string, string> = {}, options: BuildOptions = {}) => {
    const tree = treeWith({ ...sources, ...more });
    const paths = { entryPoints: [join(tree, 'src/all.ts')], outfile: join(tree, 'dist/all.js') };
    await build({ bundle: true, format: 'esm', sourcemap: true, logLevel: 'silent', ...paths, ...options });
    return builtTargets(targets, tree, { output: ['dist'] });
  };

  it('are found at the top of a file of several modules', async () => {
    const { targets: found, unreachable } = await bundled();
    expect(found['src/a.ts']?.built).toEqual({ 'dist/all.js': [] });
    expect(found['src/b.ts']?.built).toEqual({ 'dist/all.js': [] });
    expect(unreachable).toEqual([]);
  });

  it('are not taken for those of another module that keep the name', async () => {
    const more = {
      'src/0.ts': 'export const add = () => 2;',
      'src/all.ts': `import { add as other } from './0.ts'; ${sources['src/all.ts']} console.log(other());`,
    };
    const { targets: found, unreachable } = await bundled(more);
    expect(found['src/a.ts']?.built).toBeUndefined();
    expect(found['src/b.ts']?.built).toEqual({ 'dist/all.js': [] });
    expect(unreachable[0]).toMatch(/^src\/a\.ts#add: the build leaves no function in dist\/all\.js that is/);
  });

  it('are found without a source map, with what must be replaceable, but not where a bundler numbered another of the name', async () => {
    const found = async (text: string) => {
      const tree = treeWith({ 'dist/a.js': text });
      return (await builtTargets(targets, tree, { output: ['dist'] })).targets['src/a.ts']?.built;
    };
    expect(await found('const add = () => 1; function add2D() {}')).toEqual({ 'dist/a.js': [0] });
    expect(await found('const add = () => 2; var add2 = () => 1;')).toBeUndefined();
    expect(await found('const add = () => 2; function add$1() { return 1; }')).toBeUndefined();
  });

  it('are named where the build leaves none of their name', async () => {
    const { unreachable } = await bundled({}, { format: 'iife' });
    expect(unreachable[0]).toMatch(/^src\/a\.ts#add: the build leaves no function in dist\/all\.js that is/);
  });

  it('are not sought in a service that is not built', async () => {
    expect(await builtTargets(targets, '/nowhere', { output: [] })).toEqual({ targets, unreachable: [] });
  });
});
