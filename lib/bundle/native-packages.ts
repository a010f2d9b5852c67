import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Unavailable } from '#core/errors.ts';
import { root } from './build-options.ts';

/**
 * The function with native code and the jobs run on x86_64, all other functions on arm64. `npm ci` installs native code only for the machine it
 * runs on, and a synthesis on an ordinary x64 server must not need a network.
 */
const platform = { os: 'linux', cpu: 'x64', libc: 'glibc', suffix: 'linux-x64-gnu' };

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity?: string }>>;
}

/** The package with the native code of another one, without its platform. */
const codeOf = { '@ast-grep/napi': '@ast-grep/napi', oxlint: '@oxlint/binding' } as const;

/**
 * Copies a package and its native code into `node_modules` of a bundle's folder.
 * @throws Unavailable `bundle/native-package-missing` if the native code is not installed and cannot be fetched.
 */
export function shipNativePackage(name: keyof typeof codeOf, folder: string): void {
  const code = `${codeOf[name]}-${platform.suffix}`;
  copy(name, join(root, 'node_modules'), folder);
  copy(
    code,
    existsSync(join(root, 'node_modules', code)) ? join(root, 'node_modules') : fetchPackage(code),
    folder,
  );
}

function copy(name: string, from: string, folder: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(join(from, name), target, { recursive: true, dereference: true });
}

/** Fetches the native code on another system: the lockfile's version, checked against its hash, cached for the next time. */
function fetchPackage(name: string): string {
  const { version, integrity } = lockedPackage(join(root, 'package-lock.json'), name);
  const place = join(root, 'node_modules', '.cache', 'ironclaw', `${name.replace('/', '-')}-${version}`);
  const modules = join(place, 'node_modules');
  if (existsSync(join(modules, name))) return modules;
  try {
    mkdirSync(place, { recursive: true });
    const { os, cpu, libc } = platform;
    const options = ['--prefix', place, '--no-save', '--ignore-scripts', '--no-audit', '--no-fund'];
    const target = [`--os=${os}`, `--cpu=${cpu}`, `--libc=${libc}`];
    execFileSync('npm', ['install', ...options, ...target, `${name}@${version}`], { stdio: 'pipe' });
    const fetched = lockedPackage(join(modules, '.package-lock.json'), name).integrity;
    if (fetched !== integrity)
      throw new Error(`its integrity is ${fetched}, but the lockfile has ${integrity}`);
    return modules;
  } catch (cause) {
    rmSync(place, { recursive: true, force: true });
    const why = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new Unavailable(
      `the code of ${name} ${version} for Lambda is not installed on this system and could not be fetched: ${why}; ` +
        'synthesize once with a network, or on a Linux machine with an x64 processor.',
      { code: 'bundle/native-package-missing', cause },
    );
  }
}

function lockedPackage(lockfile: string, name: string): Lockfile['packages'][string] {
  const { packages } = JSON.parse(readFileSync(lockfile, 'utf8')) as Lockfile;
  const locked = packages[`node_modules/${name}`];
  if (!locked) throw new Error(`${lockfile} does not name ${name}`);
  return locked;
}
