import { cp } from 'node:fs/promises';
import { extname, join } from 'node:path';

/** Paths of our programs that run beside the service's code, and must be readable there. */
export interface Programs {
  readonly relay: string;
  readonly capture: string;
  readonly execute: string;
  /** Beside `capture` and `execute`, which load it in older versions of Node. */
  readonly hooks: string;
  /** The folder of the reporters for runners of tests that write no full report themselves. */
  readonly reporters: string;
}

/**
 * Finds them beside this file where the sandbox was bundled, each as one file. Among the sources it bundles them into
 * `folder`: in every box Node would remove the types of every module again, which takes longer than all the rest.
 */
export async function placePrograms(folder: string): Promise<Programs> {
  const { filename, dirname } = import.meta;
  if (extname(filename) === '.mjs') return programsIn(dirname);
  const { build } = await import('esbuild');
  const runners = join(dirname, '..', 'runners', 'node');
  await build({
    bundle: true,
    platform: 'node',
    format: 'esm',
    // They run in the service's Node.
    target: 'node18',
    entryPoints: [
      join(dirname, 'relay.ts'),
      ...['capture.ts', 'execute.ts', 'hooks.ts'].map((name) => join(runners, name)),
    ],
    entryNames: '[name]',
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
  });
  await cp(join(dirname, '..', 'runners', 'reporters'), join(folder, 'reporters'), { recursive: true });
  return programsIn(folder);
}

const programsIn = (folder: string): Programs => ({
  relay: join(folder, 'relay.mjs'),
  capture: join(folder, 'capture.mjs'),
  execute: join(folder, 'execute.mjs'),
  hooks: join(folder, 'hooks.mjs'),
  reporters: join(folder, 'reporters'),
});
