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
  const builtFrom = async (text: string) => {
    const bundled = `${text}\n//# sourceMappingURL=${inline(map('../src/a.ts', '../src/b.ts'))}`;
    return builtTargets(targets, treeWith({ 'dist/all.js': bundled }), { output: ['dist'] });
  };

  it('are found at the top of a file of several modules, with what must be replaceable', async () => {
    const { targets: found, unreachable } = await builtFrom(
      'const add = () => 1; function sub() {} class Shop {}',
    );
    expect(found['src/a.ts']?.built).toEqual({ 'dist/all.js': [0] });
    expect(found['src/b.ts']?.built).toEqual({ 'dist/all.js': [] });
    expect(unreachable).toEqual([]);
  });

  it('are named where the build leaves none of their name', async () => {
    const { unreachable } = await builtFrom('(() => { const add = () => 1; function sub() {} })();');
    expect(unreachable[0]).toBe('src/a.ts#add: the build leaves no function of this name in dist/all.js');
  });

  it('are not sought in a service that is not built', async () => {
    expect(await builtTargets(targets, '/nowhere', { output: [] })).toEqual({ targets, unreachable: [] });
  });
});
