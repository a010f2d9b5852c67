import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Snapshot } from '#core/improvements/candidate/candidate.ts';
import type { ScanJob } from '#core/improvements/jobs.ts';
import type { ServiceScan } from '#core/performance/findings/static-finding.ts';
import { type Git, headOf } from '../git/git.ts';
import { withRepository } from '../git/repository.ts';
import { inTemporaryWorkTree } from '../git/temporary-work-tree.ts';
import { matchesAny } from '../patch/check-path.ts';
import { extractTar, packTar } from '../trees.ts';
import { writeResult } from '../write-result.ts';
import { chooseContext } from './context-files.ts';
import { findStatically } from './find-statically.ts';
import { installPackages } from './install-packages.ts';
import { listFiles, readFiles } from './read-files.ts';

/**
 * Reads a branch's head, never the work tree. Writes the whole tree to `out/source.tar`, and the files that the
 * job names as sources to `out/snapshot.json`, with others that help to understand them, and what static
 * analysis finds to `out/static-findings.json`. If the job requests it, writes the installed packages to
 * `out/dependencies.tar`; without packages there is no such file.
 *
 * @throws NotFound if there is no such repository or branch; InvalidInput if the lockfile is missing; Unavailable if the packages cannot be installed.
 */
export async function scan(folder: string, job: ScanJob, gitToken: string | null = null): Promise<Snapshot> {
  const { repository, branch } = job;
  return withRepository({ repository, branches: [branch], depth: 1 }, gitToken, ({ git }) =>
    readHead(folder, job, git),
  );
}

async function readHead(
  folder: string,
  { branch, sources, directory, install }: ScanJob,
  git: Git,
): Promise<Snapshot> {
  const commit = await headOf(git, branch);
  return inTemporaryWorkTree(git, async ({ git: workshop, scratch }) => {
    const archive = join(scratch, 'source.tar');
    const tree = join(scratch, 'tree');
    await workshop('archive', '--format=tar', `--output=${archive}`, commit);
    await extractTar(archive, tree);
    const snapshot: Snapshot = { commit, ...(await readTree(tree, sources)) };
    const out = join(folder, 'out');
    await mkdir(out, { recursive: true });
    await copyFile(archive, join(out, 'source.tar'));
    await writeFile(join(out, 'snapshot.json'), `${JSON.stringify(snapshot)}\n`);
    const found: ServiceScan = { commit, ...(await findStatically(tree)) };
    await writeResult(folder, 'static-findings.json', found);
    const packages = install ? await installPackages(tree, directory, scratch) : [];
    if (packages.length > 0) await packTar(tree, packages, join(out, 'dependencies.tar'));
    return snapshot;
  });
}

async function readTree(tree: string, sources: readonly string[]): Promise<Omit<Snapshot, 'commit'>> {
  const paths = await listFiles(tree);
  const isSource = (path: string) => matchesAny(path, sources);
  const context = await chooseContext(
    tree,
    paths.filter((path) => !isSource(path)),
  );
  return { files: await readFiles(tree, paths.filter(isSource)), context: await readFiles(tree, context) };
}
