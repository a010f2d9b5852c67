import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';
import { bundlePreload } from '#local/recorder/preload-file.ts';

/*
 * Builds the package `@ironclaw/recorder` from `recorder/`, as it is published: `node .ci/build-recorder.ts [FOLDER]`. JavaScript for
 * Node 18 and later as a module and as CommonJS, with the types of both, and the preloaded recorder. The sources have no dependency.
 */

const root = join(import.meta.dirname, '..');
const folder = resolve(process.argv[2] ?? join(root, 'node_modules/.cache/ironclaw/package'));
const formats = [
  { name: 'esm', format: 'esm', type: 'module' },
  { name: 'cjs', format: 'cjs', type: 'commonjs' },
] as const;

rmSync(folder, { recursive: true, force: true });
const declarations = publicDeclarations();
for (const { name, format, type } of formats) {
  await build({
    entryPoints: [join(root, 'recorder/index.ts')],
    outfile: join(folder, name, 'index.js'),
    bundle: true,
    platform: 'node',
    format,
    target: 'node18',
    logOverride: { 'empty-import-meta': 'silent' },
  });
  write(`${name}/package.json`, toJson({ type }));
  for (const [file, text] of declarations) write(`${name}/${file}`, text);
}
await bundlePreload(join(folder, 'preload.js'));
write('preload.d.ts', 'export {};\n');
write('package.json', toJson(manifest()));
copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'));
copyFileSync(join(root, 'recorder/README.md'), join(folder, 'README.md'));

/** The declarations that `index.d.ts` needs, by file: internal ones would have to compile in each project that checks its libraries. */
function publicDeclarations(): ReadonlyMap<string, string> {
  const declared = join(folder, 'declarations');
  const options =
    '--declaration --emitDeclarationOnly --ignoreConfig --module nodenext --target es2022 --lib es2023 --types node ' +
    '--strict --exactOptionalPropertyTypes --skipLibCheck --allowImportingTsExtensions';
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const entry = join(root, 'recorder/index.ts');
  execFileSync(process.execPath, [compiler, ...options.split(' '), '--outDir', declared, entry], {
    stdio: 'inherit',
  });
  const found = new Map<string, string>();
  const pending = ['index.d.ts'];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    const text = readFileSync(join(declared, file), 'utf8');
    // A project that compiles for ES5 refuses the mark that a class has private fields.
    found.set(file, text.replaceAll(/(from '\.[^']*)\.ts'/g, "$1.js'").replaceAll(/^ *#private;\n/gm, ''));
    for (const [, path = ''] of text.matchAll(/from '(\.[^']*)\.ts'/g)) {
      const next = join(dirname(file), `${path}.d.ts`);
      if (!found.has(next)) pending.push(next);
    }
  }
  rmSync(declared, { recursive: true });
  return found;
}

function manifest(): object {
  const { name, version, description, license, engines } = JSON.parse(
    readFileSync(join(root, 'recorder/package.json'), 'utf8'),
  );
  const conditions = (file: string) => ({ types: `./${file}.d.ts`, default: `./${file}.js` });
  return {
    name,
    version,
    description,
    license,
    engines,
    // For tools that do not know `exports`.
    main: './cjs/index.js',
    types: './cjs/index.d.ts',
    exports: {
      '.': { import: conditions('esm/index'), require: conditions('cjs/index') },
      './preload': conditions('preload'),
      './package.json': './package.json',
    },
  };
}

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function toJson(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
