import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { InvalidInput } from '#core/errors.ts';
import type { Manifest } from '#core/service/manifest.ts';
import { currentBranch, headOfBranch } from './branch-head.ts';
import { leftUnserved } from './left-unserved.ts';
import { readManifest } from './manifest/read-manifest.ts';
import { rootOf } from './root-of.ts';

/** The repository of a service. */
export interface ServiceRepository {
  /** Its root. */
  readonly path: string;
  readonly manifest: Manifest;
  /** The head of the service's branch. */
  readonly head: string;
  /** What the operator should know of it, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Reads a service's repository. Its `ironclaw.json` need not be committed; where it names no branch, it is the one that is
 * checked out, and where it names no directory, the folder that it lies in.
 * @param path the repository's root, or a folder of a workspace in it with an `ironclaw.json` of its own.
 * @throws InvalidInput `service/no-manifest`, `service/invalid-manifest`; and what `rootOf` and `headOfBranch` throw.
 */
export async function openRepository(path: string): Promise<ServiceRepository> {
  const root = await rootOf(path);
  const file = join(path, 'ironclaw.json');
  if (!existsSync(file))
    throw new InvalidInput(
      `${path} has no ironclaw.json, which says how to start and test it; ironclaw init writes one.`,
      { code: 'service/no-manifest' },
    );
  const directory = relative(root, realpathSync(path)) || '.';
  const found = { directory, branch: await currentBranch(root) };
  const manifest = readManifest(readFileSync(file, 'utf8'), join(directory, 'ironclaw.json'), found);
  const head = await headOfBranch(root, manifest.branch);
  return { path: root, manifest, head, notices: await leftUnserved(root, manifest.branch, head) };
}
