import { describe, expect, it } from 'vitest';
import { createResolveImport } from '#adapters/module-resolution/resolve-import.ts';

function resolve(specifier: string, from: string, files: Readonly<Record<string, object | string>>) {
  const all = Object.entries({ [from]: '', ...files }).map(([path, content]) => ({
    path,
    text: typeof content === 'string' ? content : JSON.stringify(content),
  }));
  const found = createResolveImport(all)(specifier, from);
  return found.kind === 'file' ? found.path : found.kind;
}

describe('resolving a path', () => {
  it.each([
    ['the file itself', './b.ts', 'src/b.ts'],
    ['what it is compiled from', './b.js', 'src/b.ts'],
    ['a component that it is compiled from', './view.jsx', 'src/view.tsx'],
    ['a module that it is compiled from', './m.mjs', 'src/m.mts'],
    ['a file without its extension', './b', 'src/b.ts'],
    ['a folder’s index', './folder', 'src/folder/index.js'],
    ['the own folder’s index', '.', 'src/index.ts'],
    ['the folder above', '../lib/tool.js', 'lib/tool.js'],
    ['data', './data.json', 'src/data.json'],
    ['a file with a query', './b.ts?raw', 'src/b.ts'],
    ['a built file, by its source', '../dist/b.js', 'src/b.ts'],
    ['a built file below a folder of the source', '../lib/types/b.js', 'src/types/b.ts'],
    ['a built file below a folder of the compiler', '../dist/esm/b.js', 'src/b.ts'],
    ['a folder with a package, by its main file', '../tool', 'tool/entry.js'],
    ['a file that is not there', './gone', 'missing'],
    ['a path out of the service', '../../../etc/passwd', 'missing'],
  ])('finds %s', (_, specifier, path) => {
    const paths = ['b.ts', 'view.tsx', 'm.mts', 'folder/index.js', 'index.ts', 'data.json', 'types/b.ts'];
    const files = Object.fromEntries(paths.map((name) => [`src/${name}`, '']));
    const more = { 'lib/tool.js': '', 'tool/package.json': { main: 'entry' }, 'tool/entry.js': '' };
    expect(resolve(specifier, 'src/a.ts', { ...files, ...more })).toBe(path);
  });

  it('takes the source where the compiled file lies beside it', () => {
    expect(resolve('./b.js', 'a.ts', { 'b.js': '', 'b.ts': '' })).toBe('b.ts');
  });
});

describe('resolving a name', () => {
  it.each([
    ['fs', 'builtin'],
    ['node:fs/promises', 'builtin'],
    ['express', 'package'],
    ['@scope/tool/part', 'package'],
    ['#nowhere', 'missing'],
  ])('knows that %s is no file of the service', (specifier, kind) => {
    expect(resolve(specifier, 'src/a.ts', {})).toBe(kind);
  });

  it('follows paths of the nearest configuration, with comments, and of what that extends', () => {
    const files = {
      'tsconfig.base.json': `{ // aliases
        "compilerOptions": { "baseUrl": ".", "paths": { "@app/*": ["missing/*", "apps/*/src",], "@app/exact": ["libs/exact.ts"] } } }`,
      'apps/api/tsconfig.json': { extends: '../../tsconfig.base.json' },
      'apps/web/src/index.ts': '',
      'libs/exact.ts': '',
    };
    expect(resolve('@app/web', 'apps/api/src/a.ts', files)).toBe('apps/web/src/index.ts');
    expect(resolve('@app/exact', 'apps/api/src/a.ts', files)).toBe('libs/exact.ts');
    expect(resolve('libs/exact', 'apps/api/src/a.ts', files)).toBe('libs/exact.ts');
  });

  it('reads paths without a base from the folder of their configuration', () => {
    const files = { 'api/tsconfig.json': { compilerOptions: { paths: { '~/*': ['./src/*'] } } } };
    expect(resolve('~/b', 'api/src/a.ts', { ...files, 'api/src/b.ts': '' })).toBe('api/src/b.ts');
  });

  it.each([
    ['extends itself', { extends: './tsconfig.json' }],
    ['is not JSON', '{ "compilerOptions": '],
    ['has another form', { compilerOptions: { paths: ['src'] } }],
  ])('goes on where a configuration %s', (_, config) => {
    expect(resolve('~/b', 'src/a.ts', { 'tsconfig.json': config, 'src/b.ts': '' })).toBe('package');
  });

  it('follows imports of the nearest package, also to what is built from a source', () => {
    const imports = { '#core/*': { types: './dist/core/*.d.ts', default: './dist/core/*.js' } };
    const files = {
      'package.json': { imports: { '#core/*': './other/*' } },
      'api/package.json': { imports },
    };
    expect(resolve('#core/b', 'api/src/a.ts', { ...files, 'api/src/core/b.ts': '' })).toBe(
      'api/src/core/b.ts',
    );
  });

  it.each([
    ['its main file', '@shop/money', { main: 'dist/index.js' }, 'packages/money/src/index.ts'],
    ['its exports', '@shop/money/round', { exports: { './*': './src/*.ts' } }, 'packages/money/src/round.ts'],
    ['a file in it', '@shop/money/src/round', {}, 'packages/money/src/round.ts'],
    ['the same package', '@shop/money', { exports: './src/index.ts' }, 'packages/money/src/index.ts'],
  ])('finds a package of the repository by %s', (_, specifier, fields, path) => {
    const files = {
      'packages/money/package.json': { name: '@shop/money', ...fields },
      'packages/money/src/index.ts': '',
      'packages/money/src/round.ts': '',
    };
    expect(resolve(specifier, 'api/src/a.ts', files)).toBe(path);
  });
});
