import { canonicalJson } from '../../events/canonical-json.ts';
import { readSnapshot } from '../candidate/read-snapshot.ts';
import { recordedRequests } from '../candidate/recorded-requests.ts';
import { requestLines } from '../candidate/request-lines.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { jobFolder } from '../job-folder.ts';
import type { CheckBaseJob } from '../jobs.ts';
import { keepStaticFindings } from '../opportunity/static-findings.ts';
import type { ArtifactStore } from '../ports.ts';
import { baseFolder } from './base-folder.ts';
import { type BaseReport, replayOf, whyNothingCanBeProven } from './base-report.ts';
import { readBaseReport } from './read-base-report.ts';

type BeginBaseCheckDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'requests' | 'now'
>;

/**
 * Writes the job that tries the scanned commit, unless all is known already that could be in the way of this improvement.
 * The static findings of the scan become the service's latest. The service's own checks are tried once a commit, the recorded requests until enough of the endpoint's prove something.
 * @returns `known`, or `check` with the job's folder.
 */
export async function beginBaseCheck(
  id: string,
  { improvements, services, artifacts, ...recorded }: BeginBaseCheckDependencies,
): Promise<{ decision: 'check' | 'known'; folder: string }> {
  const improvement = await improvements.load(id);
  const { endpoint } = improvement;
  const { name, manifest, dependencies, isolation, node = null } = await services.load(improvement.service);
  await keepStaticFindings(improvement, artifacts);
  const scanned = `${jobFolder(improvement, 'scan')}/out`;
  const { commit } = await readSnapshot(artifacts, improvement);
  const packages = await artifacts.exists(`${scanned}/dependencies.tar`);
  const folder = baseFolder(name, commit);
  const settings: Settings = { commit, manifest, dependencies, packages, node, isolation };
  const known = await whatIsKnown(artifacts, name, settings);
  if (known && replayOf(known, endpoint)?.result === 'works') return { decision: 'known', folder };

  const selected = await recordedRequests(improvement, recorded);
  const job: CheckBaseJob = {
    job: 'check-base',
    ...settings,
    endpoint,
    recorded: selected.recorded,
    hottest: improvement.finding.hottest.map(({ name: called, file, own, self }) => ({
      name: called,
      file,
      own: own ?? self,
    })),
    known,
  };
  await artifacts.copy(`${scanned}/source.tar`, `${folder}/source.tar`);
  if (packages) await artifacts.copy(`${scanned}/dependencies.tar`, `${folder}/dependencies.tar`);
  await artifacts.write(`${folder}/requests.jsonl`, requestLines(selected.requests));
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return { decision: 'check', folder };
}

/** What the checks depend on. */
type Settings = Pick<
  CheckBaseJob,
  'commit' | 'manifest' | 'dependencies' | 'packages' | 'node' | 'isolation'
>;

/**
 * What an earlier job with the same settings found. A base that failed its checks is checked again: a machine that is too
 * busy fails them, too.
 */
async function whatIsKnown(
  artifacts: ArtifactStore,
  service: string,
  settings: Settings,
): Promise<BaseReport | null> {
  const report = await readBaseReport(artifacts, service, settings.commit);
  if (report === null || whyNothingCanBeProven(report) !== null) return null;
  const job = await artifacts.read(`${baseFolder(service, settings.commit)}/job.json`);
  return textOf(JSON.parse(job) as CheckBaseJob) === textOf(settings) ? report : null;
}

/** In the order of its keys, which a database does not keep. */
const textOf = ({ commit, manifest, dependencies, packages, node, isolation }: Settings): string =>
  canonicalJson({ commit, manifest, dependencies, packages, node, isolation });
