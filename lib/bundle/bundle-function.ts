import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { forLambda, nativePackages, root } from './build-options.ts';
import { shipNativePackage } from './native-packages.ts';

/** A function as it is uploaded to Lambda. */
export interface FunctionBundle {
  /** Holds `index.mjs`, which exports `handler`, and the files that it imports. */
  readonly folder: string;
  /** Bytes that every cold start reads: `index.mjs` and everything that it imports statically. */
  readonly startBytes: number;
  /** Bytes that are loaded on first use, without native code. */
  readonly lazyBytes: number;
  /** The repository's files in the bundle, without packages: `functions/composition/stores.ts`. */
  readonly sources: readonly string[];
}

/**
 * Bundles entries below `functions/` (`api/get-stats`) for the stacks to upload. Each entry has a fixed folder, and the same
 * code always gives the same bundle.
 * @returns the folder of an entry's bundle.
 */
export async function bundleFunctions<Entry extends string>(
  entries: readonly Entry[],
): Promise<(entry: Entry) => string> {
  const place = (entry: Entry) => join(root, '.ironclaw', 'bundles', entry);
  await Promise.all(entries.map((entry) => bundleFunction(entry, place(entry))));
  return place;
}

/**
 * Bundles `functions/<entry>.ts` into a folder and deletes what the folder held before.
 * @throws Error of esbuild if an import cannot be resolved; Unavailable `bundle/native-package-missing`.
 */
export async function bundleFunction(entry: string, folder: string): Promise<FunctionBundle> {
  rmSync(folder, { recursive: true, force: true });
  const { metafile } = await build({
    ...forLambda,
    entryPoints: [join(root, 'functions', `${entry}.ts`)],
    outdir: folder,
  });
  for (const name of nativePackages.filter((native) => isImported(native, metafile)))
    shipNativePackage(name, folder);
  return { folder, ...sizesOf(metafile), sources: sourcesOf(metafile) };
}

function isImported(name: string, { outputs }: Metafile): boolean {
  return Object.values(outputs).some(({ imports }) => imports.some(({ path }) => path === name));
}

function sizesOf({ outputs }: Metafile): Pick<FunctionBundle, 'startBytes' | 'lazyBytes'> {
  const entry = Object.keys(outputs).find(
    (path) => outputs[path]?.entryPoint !== undefined && path.endsWith('/index.mjs'),
  );
  const atStart = new Set<string>();
  const follow = (path: string) => {
    if (atStart.has(path) || !outputs[path]) return;
    atStart.add(path);
    for (const { path: next, kind } of outputs[path].imports) if (kind === 'import-statement') follow(next);
  };
  follow(entry ?? '');
  const bytesOf = (wanted: boolean) =>
    Object.entries(outputs).reduce(
      (sum, [path, { bytes }]) => (atStart.has(path) === wanted ? sum + bytes : sum),
      0,
    );
  return { startBytes: bytesOf(true), lazyBytes: bytesOf(false) };
}

function sourcesOf({ outputs }: Metafile): readonly string[] {
  const kept = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  return [...new Set(kept)].filter((path) => !path.includes('node_modules/')).sort();
}
