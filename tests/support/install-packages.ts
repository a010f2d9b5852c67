import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { minute } from '#core/time.ts';
import { cachedFolder } from './cached-folder.ts';

/**
 * A folder whose `node_modules` has these packages of the npm registry, installed once for all runs of the tests. Tests add no files
 * to it but link its `node_modules`.
 *
 * @param packages such as `express@4`.
 */
export async function installPackages(...packages: readonly string[]): Promise<string> {
  const key = createHash('sha256').update(packages.toSorted().join('\n')).digest('hex').slice(0, 16);
  return cachedFolder(join('packages', key), async (folder) => {
    await writeFile(join(folder, 'package.json'), '{ "private": true }');
    await installInto(folder, packages);
  });
}

/** Installs packages of the npm registry, or tarballs, into a folder, without running their scripts. */
export async function installInto(folder: string, packages: readonly string[]): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...options, ...packages], {
    cwd: folder,
    timeout: 5 * minute,
    killSignal: 'SIGKILL',
  });
}
