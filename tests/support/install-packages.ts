import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const cache = fileURLToPath(new URL('../../node_modules/.cache/ironclaw/packages/', import.meta.url));

/**
 * Installs packages from the registry, once for all runs of the tests.
 *
 * @param packages versions or ranges by name; another range is another folder.
 * @returns the folder whose `node_modules` has them.
 */
export async function installPackages(packages: Readonly<Record<string, string>>): Promise<string> {
  const asked = JSON.stringify(
    Object.entries(packages).toSorted(([one], [other]) => one.localeCompare(other)),
  );
  const folder = join(cache, createHash('sha256').update(asked).digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  const unfinished = await mkdtemp(join(cache, 'unfinished-'));
  await writeFile(
    join(unfinished, 'package.json'),
    JSON.stringify({ private: true, dependencies: packages }),
  );
  const settings = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...settings], { cwd: unfinished });
  // Another process may have installed the same in the meantime.
  await rename(unfinished, folder).catch(() => rm(unfinished, { recursive: true }));
  return folder;
}
