import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { parseJson } from '#core/validation.ts';
import { networkEnvironment } from '../environment.ts';
import { foldersUpwards } from '../isolation/service-settings.ts';
import { packageFoldersIn } from '../isolation/workspace.ts';
import { lastOutput } from '../last-output.ts';
import { findLockfile, type Lockfile, refuseGitPackages } from './lockfiles.ts';
import { installationOf } from './package-manager.ts';

const Packages = z.record(z.string(), z.string()).default({});
const PackageFile = z.object({
  dependencies: Packages,
  devDependencies: Packages,
  optionalDependencies: Packages,
});

/** Characters that a manager may print. */
const mostOutput = 16 * 1024 ** 2;

/**
 * Installs the packages of the service's lockfile into the tree without running code of the service or its packages.
 *
 * @param directory the service's folder in the tree.
 * @param scratch a folder for a package manager and its cache.
 * @returns the folders `node_modules`, below the tree's root; none if there is nothing to install.
 * @throws InvalidInput `scan/no-lockfile`, `scan/git-package`, `scan/binary-lockfile`; Unavailable `scan/install-failed` with the
 * end of the manager's output.
 */
export async function installPackages(
  tree: string,
  directory: string,
  scratch: string,
): Promise<readonly string[]> {
  const folders = foldersUpwards(directory);
  const lockfile = await findLockfile(tree, folders);
  if (lockfile === null) {
    await refusePackages(join(tree, folders[0] ?? '.'));
    return [];
  }
  if (!existsSync(join(tree, lockfile.folder, 'package.json'))) return [];
  refuseGitPackages(lockfile);
  await install(lockfile, tree, scratch);
  const installed = (await packageFoldersIn(tree)).map((folder) => join(folder, 'node_modules'));
  return installed.filter((folder) => existsSync(join(tree, folder)));
}

async function install(lockfile: Lockfile, tree: string, scratch: string): Promise<void> {
  const home = join(scratch, 'packages');
  await mkdir(home);
  const environment = { ...networkEnvironment(), HOME: home };
  try {
    const { file, args, variables } = await installationOf(lockfile, tree, { scratch: home, environment });
    await promisify(execFile)(file, args, {
      cwd: join(tree, lockfile.folder),
      env: { ...environment, ...variables },
      maxBuffer: mostOutput,
    });
  } catch (cause) {
    const { stderr, stdout, message } = cause as Error & { stderr?: string; stdout?: string };
    throw new Unavailable(
      `The service's packages cannot be installed: ${lastOutput(stderr || stdout || message)}`,
      { code: 'scan/install-failed', cause },
    );
  }
}

/** Packages without a lockfile would be others each time. */
async function refusePackages(folder: string): Promise<void> {
  const text = await readFile(join(folder, 'package.json'), 'utf8').catch(() => null);
  if (text === null) return;
  const asked = parseJson(PackageFile, text, 'package.json', 'scan/invalid-package-file');
  const [name] = Object.values(asked).flatMap((packages) => Object.keys(packages));
  if (name === undefined) return;
  throw new InvalidInput(
    `The service's package.json asks for ${name} and the branch has no package-lock.json, nor the lockfile of pnpm, yarn or ` +
      'bun: commit the one that the package manager writes.',
    { code: 'scan/no-lockfile' },
  );
}
