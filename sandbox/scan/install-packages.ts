import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { InvalidInput, Unavailable } from '#core/errors.ts';
import { parseJson } from '#core/validation.ts';
import { networkEnvironment } from '../environment.ts';
import { lastOutput } from '../last-output.ts';
import { keepLinkedPackages } from './linked-packages.ts';

const Packages = z.record(z.string(), z.string()).default({});
const PackageFile = z.object({
  dependencies: Packages,
  devDependencies: Packages,
  optionalDependencies: Packages,
});

/** These override the service's npm settings in the tree, so that none of those can make npm run code. */
const safe = ['--ignore-scripts', '--allow-git=none', '--git=git'];
const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];

/**
 * Installs the packages of the service's lockfile into the tree without running code of the service or its packages.
 *
 * @param scratch a folder for npm's cache.
 * @returns the folder `node_modules`, or null if there is nothing to install.
 * @throws InvalidInput `scan/no-lockfile`, `scan/git-package`; Unavailable `scan/install-failed` with the end of npm's output.
 */
export async function installPackages(tree: string, scratch: string): Promise<string | null> {
  if (!(await asksForPackages(tree))) return null;
  const home = join(scratch, 'npm');
  await mkdir(home);
  const environment = { ...networkEnvironment(), HOME: home };
  try {
    await promisify(execFile)('npm', ['ci', '--include=dev', ...safe, ...quiet], {
      cwd: tree,
      env: environment,
    });
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Unavailable(`The service's packages cannot be installed: ${lastOutput(stderr || message)}`, {
      code: 'scan/install-failed',
      cause,
    });
  }
  const packages = join(tree, 'node_modules');
  if (!existsSync(packages)) return null;
  await keepLinkedPackages(packages, tree);
  return packages;
}

async function asksForPackages(tree: string): Promise<boolean> {
  const text = await readFile(join(tree, 'package.json'), 'utf8').catch(() => null);
  if (text === null) return false;
  const lock = await readFile(join(tree, 'package-lock.json'), 'utf8').catch(() => null);
  if (lock !== null) {
    refuseGitPackages(lock);
    return true;
  }
  const asked = parseJson(PackageFile, text, 'package.json', 'scan/invalid-package-file');
  const names = Object.values(asked).flatMap((packages) => Object.keys(packages));
  if (names.length === 0) return false;
  throw new InvalidInput(
    `The service's package.json asks for ${names[0]} and the branch has no package-lock.json: commit the one that "npm install" writes.`,
    { code: 'scan/no-lockfile' },
  );
}

/** To build a package from a git repository, npm runs the repository's scripts; older versions do so regardless of settings. */
function refuseGitPackages(lock: string): void {
  const source = /"(?:resolved|version)":\s*"(git[+:][^"]*)"/.exec(lock)?.[1];
  if (source === undefined) return;
  throw new InvalidInput(
    `The service's package-lock.json takes a package from ${source}, whose code would have to be run: use a published one.`,
    { code: 'scan/git-package' },
  );
}
