import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/ironclaw');

/**
 * The file that a Node process loads to be measured: `NODE_OPTIONS=--require <file>`. It is built from `recorder/` once, and again when
 * that changes; what was built before stays for the processes that load it.
 */
export async function preloadFile(): Promise<string> {
  const file = join(cache, `preload-${hashOfSources()}.cjs`);
  if (existsSync(file)) return file;
  await mkdir(cache, { recursive: true });
  const written = `${file}.${process.pid}`;
  await bundlePreload(written);
  await rename(written, file); // another process may build the same
  return file;
}

/** Bundles the preloaded recorder into one CommonJS file for Node 18 and later. */
export async function bundlePreload(file: string): Promise<void> {
  await build({
    entryPoints: [join(root, 'recorder/preload/main.ts')],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node18',
    minifySyntax: true,
    // `import.meta` is for the recorder's own files, which a bundle has not.
    logOverride: { 'empty-import-meta': 'silent' },
  });
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const path of globSync('recorder/**/*.ts', { cwd: root }).sort())
    hash.update(`${path}\n${readFileSync(join(root, path), 'utf8')}\n`);
  return hash.digest('hex').slice(0, 16);
}
