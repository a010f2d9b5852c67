import { canonicalJson } from '../../events/canonical-json.ts';
import { readSnapshot } from '../candidate/read-snapshot.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { jobFolder } from '../job-folder.ts';
import type { CheckBaseJob } from '../jobs.ts';
import type { ArtifactStore } from '../ports.ts';
import { baseFolder } from './base-folder.ts';
import { whyNothingCanBeProven } from './base-report.ts';
import { readBaseReport } from './read-base-report.ts';

/**
 * Writes the job that tries the service's own checks on the scanned commit, unless the same job has run and found nothing in the way.
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
  if (await isKnown(artifacts, name, commit, text)) return { decision: 'known', folder };

  await artifacts.copy(`${scanned}/source.tar`, `${folder}/source.tar`);
  if (packages) await artifacts.copy(`${scanned}/dependencies.tar`, `${folder}/dependencies.tar`);
  await artifacts.write(`${folder}/job.json`, text);
  return { decision: 'check', folder };
}

/** A base that failed its checks is checked again: a machine that is too busy fails them, too. */
async function isKnown(
  artifacts: ArtifactStore,
  service: string,
  commit: string,
  job: string,
): Promise<boolean> {
  const report = await readBaseReport(artifacts, service, commit);
  if (report === null || whyNothingCanBeProven(report) !== null) return false;
  return (await artifacts.read(`${baseFolder(service, commit)}/job.json`)) === job;
}
