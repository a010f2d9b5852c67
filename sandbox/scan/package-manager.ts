import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { ownPnpm } from '../isolation/variables-in-box.ts';
import type { Lockfile, Manager } from './lockfiles.ts';

/** How a manager installs what a lockfile names, running no script of any package. */
interface Installation {
  readonly file: string;
  readonly args: readonly string[];
  readonly variables?: Readonly<Record<string, string>>;
}

/** Where it is fetched from if it is not npm: a package, and the program in it. */
interface Fetched {
  readonly name: string;
  readonly program: string;
  /** Without `packageManager` in package.json. */
  readonly version: (lockfile: string) => string;
}

const bun = `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : 'x64'}`;

const fetched: Readonly<Record<Exclude<Manager, 'npm'>, Fetched>> = {
  pnpm: { name: 'pnpm', program: 'bin/pnpm.cjs', version: pnpmFor },
  yarn: { name: '@yarnpkg/cli-dist', program: 'bin/yarn.js', version: () => '4' },
  'yarn-classic': { name: 'yarn', program: 'bin/yarn.js', version: () => '1' },
  bun: { name: bun, program: 'bin/bun', version: () => '1' },
};

/** By the version of the lockfile's form. */
function pnpmFor(lockfile: string): string {
  const form = /lockfileVersion:\s*'?(\d+)/.exec(lockfile)?.[1];
  return { '5': '7', '6': '8', '9': '10' }[form ?? ''] ?? '10';
}

/** These override the service's own settings in the tree, so that none of those can make a manager run code. */
const commands: Readonly<Record<Manager, Omit<Installation, 'file'>>> = {
  npm: {
    args: [
      'ci',
      '--include=dev',
      '--ignore-scripts',
      '--allow-git=none',
      '--git=git',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
    ],
  },
  pnpm: {
    args: ['install', '--frozen-lockfile', '--ignore-scripts', '--ignore-pnpmfile', '--reporter=append-only'],
    variables: ownPnpm,
  },
  // Its own settings file may name plugins and another program, which would run: no repository has one of this name.
  yarn: {
    args: ['install', '--immutable', '--mode=skip-build'],
    variables: {
      YARN_RC_FILENAME: `.yarnrc.${randomUUID()}.yml`,
      YARN_IGNORE_PATH: '1',
      YARN_NODE_LINKER: 'node-modules',
      YARN_ENABLE_SCRIPTS: '0',
      YARN_ENABLE_TELEMETRY: '0',
    },
  },
  'yarn-classic': {
    args: ['install', '--frozen-lockfile', '--ignore-scripts', '--non-interactive', '--no-default-rc'],
    variables: { YARN_IGNORE_PATH: '1' },
  },
  // Its own settings file may name a module that runs before anything is installed.
  bun: { args: ['install', '--frozen-lockfile', '--ignore-scripts', '--config=/dev/null'] },
};

/**
 * The program and the arguments that install the packages of a lockfile. What is not npm is fetched first, in the version that
 * package.json names, into `scratch`: there, no setting of the service holds.
 */
export async function installationOf(
  lockfile: Lockfile,
  tree: string,
  { scratch, environment }: { readonly scratch: string; readonly environment: Record<string, string> },
): Promise<Installation> {
  const { manager } = lockfile;
  const command = commands[manager];
  if (manager === 'npm') return { file: 'npm', ...command };
  const { name, program, version } = fetched[manager];
  const wanted = (await namedVersion(lockfile, tree)) ?? version(lockfile.text);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', '--prefix', scratch, ...quiet, `${name}@${wanted}`], {
    cwd: scratch,
    env: environment,
  });
  const file = join(scratch, 'node_modules', name, program);
  return manager === 'bun'
    ? { ...command, file }
    : { ...command, file: process.execPath, args: [file, ...command.args] };
}

const PackageFile = z.object({ packageManager: z.string() });

/**
 * Of `packageManager`, such as `pnpm@9.1.0+sha512.…`, the version without the hash; undefined where it names another manager than
 * the lockfile's. Of Yarn 1 the newest serves all lockfiles, and earlier ones run what the repository names.
 */
async function namedVersion({ manager, folder }: Lockfile, tree: string): Promise<string | undefined> {
  const text = await readFile(join(tree, folder, 'package.json'), 'utf8').catch(() => '');
  const file = PackageFile.safeParse(tryToParse(text));
  const [, name, version, major] =
    /^(\w+)@((\d+)\.\d+\.\d+(?:-[\w.-]+)?)/.exec(file.data?.packageManager ?? '') ?? [];
  return name === manager && !(name === 'yarn' && major === '1') ? version : undefined;
}

function tryToParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
