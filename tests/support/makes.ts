import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minute } from '#core/time.ts';
import { cachedFolder } from './cached-folder.ts';
import { commitAll } from './git.ts';

/*
 * The makes are small services as strangers write them (tests/fixtures/makes): each with another framework, module system,
 * package manager and test runner. None knows of Ironclaw.
 */

const fixtures = fileURLToPath(new URL('../fixtures/makes/', import.meta.url));

/** Copies a make to a new folder, with its packages, and makes it a repository with one commit. @returns the folder. */
export async function layOut(make: string, folder: string): Promise<string> {
  cpSync(await installed(make), folder, { recursive: true, verbatimSymlinks: true });
  commitAll(folder);
  return folder;
}

/** Between two requests: leaves a machine with two cores idle for more than half of the time. */
const everyMilliseconds = 200;

/**
 * A file of requests, as `ironclaw up --traffic` plays it over and over: two quick ones after each slow one.
 * @returns its path.
 */
export function writeTraffic(
  file: string,
  slow: readonly string[],
  quick: (number: number) => string,
): string {
  const paths = slow.flatMap((path, i) => [path, quick(2 * i + 1), quick(2 * i + 2)]);
  const lines = paths.map((path, i) => JSON.stringify({ at: i * everyMilliseconds, method: 'GET', path }));
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** The make with its packages: installed once for each state of the fixture. */
async function installed(make: string): Promise<string> {
  const source = join(fixtures, make);
  return cachedFolder(join('makes', `${make}-${hashOf(source)}`), async (folder) => {
    cpSync(source, folder, { recursive: true });
    install(folder);
  });
}

function install(folder: string): void {
  const run = (...[command = '', ...args]: string[]) =>
    execFileSync(command, args, {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 5 * minute,
      killSignal: 'SIGKILL',
    });
  if (existsSync(join(folder, 'pnpm-lock.yaml')))
    run('npm', 'exec', '--yes', '--', 'pnpm@10.34.9', 'install', '--frozen-lockfile', '--ignore-scripts');
  else if (existsSync(join(folder, 'package-lock.json')))
    run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error');
}

function hashOf(folder: string): string {
  const hash = createHash('sha256');
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
    if (/\.[a-z.]+$/i.test(path) && !/(^|\/)node_modules\//.test(path))
      hash.update(path).update(readFileSync(join(folder, path)));
  return hash.digest('hex').slice(0, 16);
}
