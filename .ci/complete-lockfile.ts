import { readFileSync, writeFileSync } from 'node:fs';

/*
 * Completes package-lock.json after `npm install`: `node .ci/complete-lockfile.ts`.
 *
 * Some packages have one optional dependency with a binary per platform. If the registry lacks some of them, npm omits them
 * from the lockfile, and then `npm ci` rejects the lockfile on every machine. The omitted packages are for other platforms,
 * so they are never installed here; this program writes their entries from what the lockfile knows about their parents.
 */

interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const systems: Readonly<Record<string, string>> = {
  aix: 'aix',
  android: 'android',
  darwin: 'darwin',
  freebsd: 'freebsd',
  linux: 'linux',
  netbsd: 'netbsd',
  openbsd: 'openbsd',
  openharmony: 'openharmony',
  sunos: 'sunos',
  win32: 'win32',
  windows: 'win32',
};
const processors = /(arm64|x64|ia32|arm|ppc64|riscv64|s390x|loong64|mips64el|wasm32)/;

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8')) as { packages: Record<string, LockedPackage> };

for (const [location, parent] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
    if (isLocked(location, name)) continue;
    lock.packages[`node_modules/${name}`] = entryFor(name, version, parent.dev === true);
    console.log(`added ${name} ${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);

/** Whether Node would find a package from another one: first in its own `node_modules`, then in those of its parents. */
function isLocked(location: string, name: string): boolean {
  for (
    let folder = location;
    ;
    folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))
  ) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`]) return true;
    if (folder === '') return false;
  }
}

/** The names of platform packages contain the platform: `@scope/tool-linux-x64-musl`. */
function entryFor(name: string, version: string, isDev: boolean): LockedPackage {
  const words = name.slice(name.lastIndexOf('/') + 1).split('-');
  const os = words.map((word) => systems[word]).filter((system) => system !== undefined);
  const cpu = words.map((word) => processors.exec(word)?.[1]).filter((processor) => processor !== undefined);
  if (os.length === 0 && cpu.length === 0)
    throw new Error(`${name} does not name a platform; install it, or remove it from optionalDependencies`);
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(isDev ? { dev: true } : {}),
    ...(words.includes('musl') ? { libc: ['musl'] } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}
