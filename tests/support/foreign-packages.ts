import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const cache = join(import.meta.dirname, '../../node_modules/.cache/ironclaw/foreign');

/**
 * A folder in which these packages of the npm registry are installed, without running their scripts. What was installed once is used
 * again; tests add no files to it but link its `node_modules`.
 *
 * @param packages such as `express@4`.
 */
export async function foreignPackages(...packages: readonly string[]): Promise<string> {
  const key = createHash('sha256')
    .update([...packages].sort().join('\n'))
    .digest('hex')
    .slice(0, 16);
  const folder = join(cache, key);
  if (existsSync(folder)) return folder;
  const beginning = `${folder}.${process.pid}`;
  mkdirSync(beginning, { recursive: true });
  writeFileSync(join(beginning, 'package.json'), '{ "private": true }');
  await install(beginning, packages);
  // Another test may have installed the same.
  await rename(beginning, folder).catch(() => rm(beginning, { recursive: true }));
  return folder;
}

/** Installs packages of the npm registry, or tarballs, into a folder, without running their scripts. */
export async function install(folder: string, packages: readonly string[]): Promise<void> {
  const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...options, ...packages], { cwd: folder });
}
