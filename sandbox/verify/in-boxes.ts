import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { VerifyJob } from '#core/improvements/jobs.ts';
import type { Limits } from '../isolation/limits.ts';
import { openSandbox, type Sandbox } from '../isolation/sandbox.ts';
import { settingsOf } from '../isolation/service-settings.ts';
import { inWorkFolder } from '../isolation/work-folder.ts';
import { linkWorkspace } from '../isolation/workspace.ts';
import { extractTar } from '../trees.ts';

interface RunsService
  extends Pick<VerifyJob, 'isolation' | 'dependencies' | 'packages' | 'node' | 'manifest'> {
  readonly commit: string;
  /** Files of the machine that the boxes may read, beside those that every service needs. */
  readonly readable?: readonly string[];
}

export interface Places {
  /** A folder for files of the job. */
  readonly work: string;
  /** The tree of the commit, with the packages of a workspace in it. */
  readonly source: string;
}

/**
 * Opens the boxes of a job that runs the service's code on `source.tar`, with a folder for files, and closes both at the end.
 *
 * @throws Unavailable if no box can be made.
 */
export async function inBoxes<Result>(
  folder: string,
  { commit, isolation, manifest, node, readable = [], ...job }: RunsService,
  limits: Limits,
  run: (boxes: Sandbox, places: Places) => Promise<Result>,
): Promise<Result> {
  return inWorkFolder(async (work) => {
    const dependencies = job.packages ? await unpackPackages(folder, work) : job.dependencies;
    // As the fleet sets it. Every version sees the same, or responses that show it would differ.
    const variables = { IRONCLAW_VERSION: commit };
    const settings = settingsOf(manifest);
    const source = join(work, 'source');
    await extractTar(join(folder, 'source.tar'), source);
    const linked = await linkWorkspace(source, dependencies, settings.directory);
    const closed = [folder];
    const places = { isolation, dependencies, node, work, closed, readable: [...readable, ...linked] };
    const boxes = await openSandbox({ ...places, limits, settings, variables });
    // Everything that writes to the folder must end before the folder is removed.
    process.prependOnceListener('exit', boxes.close);
    try {
      return await run(boxes, { work, source });
    } finally {
      boxes.close();
      process.off('exit', boxes.close);
    }
  });
}

/** The packages that the scan installed, as a folder from which the service can resolve its imports. */
async function unpackPackages(folder: string, work: string): Promise<string> {
  await extractTar(join(folder, 'dependencies.tar'), join(work, 'dependencies'));
  const packages = join(work, 'dependencies', 'node_modules');
  // A package of a workspace may have all of them in its own folder.
  await mkdir(packages, { recursive: true });
  return packages;
}
