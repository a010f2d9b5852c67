import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { NotFound } from '#core/errors.ts';
import type { Snapshot, SourceFile } from '#core/improvements/candidate/candidate.ts';
import type { ScanJob } from '#core/improvements/jobs.ts';
import { Manifest } from '#core/service/manifest.ts';
import { parseJson } from '#core/validation.ts';
import { type Git, headOf } from '../git/git.ts';
import { withRepository } from '../git/repository.ts';
import { inTemporaryWorkTree } from '../git/temporary-work-tree.ts';
import { matchesAny } from '../patch/check-path.ts';
import { extractTar, packTar } from '../trees.ts';
import { installPackages } from './install-packages.ts';

const largestFile = 200_000;

/**
 * Reads a branch's head, never the work tree. Writes the whole tree to `out/source.tar`, and the files that the
 * service's manifest lists as sources to `out/snapshot.json`. If the job requests it, writes the installed packages
 * to `out/dependencies.tar`; without packages there is no such file.
 *
 * @throws NotFound if there is no such repository or branch, or the branch has no ironclaw.json; InvalidInput if the
 * file is not valid or the lockfile is missing; Unavailable if the packages cannot be installed.
 */
export async function scan(folder: string, job: ScanJob, gitToken: string | null = null): Promise<Snapshot> {
  const { repository, branch } = job;
  return withRepository({ repository, branches: [branch], depth: 1 }, gitToken, ({ git }) =>
    readHead(folder, job, git),
  );
}

async function readHead(folder: string, { branch, install }: ScanJob, git: Git): Promise<Snapshot> {
  const commit = await headOf(git, branch);
  return inTemporaryWorkTree(git, async ({ git: workshop, scratch }) => {
    const archive = join(scratch, 'source.tar');
    const tree = join(scratch, 'tree');
    await workshop('archive', '--format=tar', `--output=${archive}`, commit);
    await extractTar(archive, tree);
    const manifest = await readManifest(tree, branch);
    const snapshot: Snapshot = { commit, files: await readSources(tree, manifest) };
    const out = join(folder, 'out');
    await mkdir(out, { recursive: true });
    await copyFile(archive, join(out, 'source.tar'));
    await writeFile(join(out, 'snapshot.json'), `${JSON.stringify(snapshot)}\n`);
    const packages = install ? await installPackages(tree, scratch) : null;
    if (packages !== null) await packTar(packages, join(out, 'dependencies.tar'));
    return snapshot;
  });
}

async function readManifest(tree: string, branch: string): Promise<Manifest> {
  const text = await readFile(join(tree, 'ironclaw.json'), 'utf8').catch((cause) => {
    throw new NotFound(
      `The branch "${branch}" has no ironclaw.json at its root; "ironclaw init" writes a first one.`,
      {
        code: 'scan/no-manifest',
        cause,
      },
    );
  });
  return parseJson(Manifest, text, `ironclaw.json on the branch "${branch}"`, 'scan/invalid-manifest');
}

async function readSources(tree: string, { sources }: Manifest): Promise<SourceFile[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(tree, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter((path) => matchesAny(path, sources))
    .sort();
  const files = await Promise.all(
    paths.map(async (path) => ({ path, bytes: await readFile(join(tree, path)) })),
  );
  return files.flatMap(({ path, bytes }) => {
    const isText = bytes.length < largestFile && !bytes.includes(0);
    return isText ? [{ path, text: bytes.toString() }] : [];
  });
}
