import { canonicalJson } from '../../events/canonical-json.ts';
import { readSnapshot } from '../candidate/read-snapshot.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { jobFolder } from '../job-folder.ts';
import type { CheckBaseJob } from '../jobs.ts';
import type { ArtifactStore } from '../ports.ts';
import { baseFolder, baseReportFile } from './base-folder.ts';

/**
 * Writes the job that tries the service's own checks on the scanned commit, unless the same job has run.
 * @returns `known`, or `check` with the job's folder.
 */
export async function beginBaseCheck(
  id: string,
  {
    improvements,
    services,
    artifacts,
  }: Pick<ImprovementDependencies, 'improvements' | 'services' | 'artifacts'>,
): Promise<{ decision: 'check' | 'known'; folder: string }> {
  const improvement = await improvements.load(id);
  const { name, manifest, dependencies, isolation } = await services.load(improvement.service);
  const scanned = `${jobFolder(improvement, 'scan')}/out`;
  const { commit } = await readSnapshot(artifacts, improvement);
  const packages = await artifacts.exists(`${scanned}/dependencies.tar`);
  const job: CheckBaseJob = { job: 'check-base', commit, manifest, dependencies, packages, isolation };
  const folder = baseFolder(name, commit);
  // In the order of its keys, which a database does not keep.
  const text = canonicalJson(job);
  if (await hasRun(artifacts, folder, text)) return { decision: 'known', folder };

  await artifacts.copy(`${scanned}/source.tar`, `${folder}/source.tar`);
  if (packages) await artifacts.copy(`${scanned}/dependencies.tar`, `${folder}/dependencies.tar`);
  await artifacts.write(`${folder}/job.json`, text);
  return { decision: 'check', folder };
}

async function hasRun(
  artifacts: Pick<ArtifactStore, 'exists' | 'read'>,
  folder: string,
  job: string,
): Promise<boolean> {
  if (!(await artifacts.exists(`${folder}/${baseReportFile}`))) return false;
  return (await artifacts.read(`${folder}/job.json`)) === job;
}
