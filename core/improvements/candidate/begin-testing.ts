import { Conflict } from '../../errors.ts';
import type { Service } from '../../service/service.ts';
import { minute } from '../../time.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { RecordedRequest, VerifyJob } from '../jobs.ts';
import type { Candidate } from './candidate.ts';
import { fewestRequestsTo } from './enough-requests.ts';
import { stillOpen } from './read-reports.ts';
import { recordedRequests } from './recorded-requests.ts';
import { requestLines } from './request-lines.ts';
import type { RequestSelection } from './select-requests.ts';
import { copyPatch } from './stored-patch.ts';
import { patience, secondsToRequests, testingTime } from './testing-time.ts';

type BeginTestingDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'requests' | 'now'
>;

interface NextTest {
  readonly decision: 'verify' | 'wait' | 'stop';
  /** Of the verify job. */
  readonly folder: string;
  /** To wait. */
  readonly seconds: number;
}

interface JobParts extends Pick<BeginTestingDependencies, 'artifacts'> {
  readonly service: Service;
  readonly selected: RequestSelection;
}

const stop: NextTest = { decision: 'stop', folder: '', seconds: 0 };

/**
 * Writes the verify job of the current candidate and its rivals. @returns its folder; `wait` while too few requests were recorded to
 * replay; or `stop` if it must not run here, or none came in time.
 * @throws Conflict `improvement/no-candidate`.
 */
export async function beginTesting(id: string, needs: BeginTestingDependencies): Promise<NextTest> {
  const { improvements, services, artifacts, metrics, requests, now } = needs;
  const found = await stillOpen(await improvements.load(id), artifacts, now());
  const { candidate } = found;
  if (!candidate)
    throw new Conflict(`improvement ${id} has no candidate yet; generate one first.`, {
      code: 'improvement/no-candidate',
    });
  const service = await services.load(found.service);

  const [first, ...rivals] = [candidate, ...found.rivals].filter((one) => mayRun(one, service));
  if (first === undefined) {
    const reason = needsIsolation;
    await improvements.save(
      moveTo(found, { to: 'rejected', actor: workflowActor, at: now(), reason, impact: 0 }),
    );
    return stop;
  }

  const selected = await recordedRequests(found, { metrics, requests, now });
  const lack = lackIn(selected.requests, found.endpoint);
  if (lack !== null) return waitForRequests(found, lack, needs);

  const improvement = await improvements.save(nextRun({ ...found, candidate: first, rivals }, now()));
  const folder = await writeJob({ ...improvement, candidate: first }, { service, artifacts, selected });
  return { decision: 'verify', folder, seconds: 0 };
}

/** @returns the folder of the job. */
async function writeJob(
  improvement: Improvement & { readonly candidate: Candidate },
  { service, artifacts, selected }: JobParts,
): Promise<string> {
  const { candidate, rivals } = improvement;
  const folder = jobFolder(improvement, 'verify');
  const scanned = `${jobFolder(improvement, 'scan')}/out`;
  const packages = await artifacts.exists(`${scanned}/dependencies.tar`);
  const job: VerifyJob = {
    job: 'verify',
    improvementId: improvement.id,
    candidateHash: candidate.hash,
    rivals: rivals.map(({ hash }) => hash),
    baseCommit: candidate.baseCommit,
    manifest: service.manifest,
    endpoint: improvement.endpoint,
    dependencies: service.dependencies,
    packages,
    node: service.node ?? null,
    isolation: service.isolation,
    flakyTests: improvement.baseReport?.tests.flaky ?? [],
    seed: improvement.attempt,
    recorded: selected.recorded,
  };
  await copyPatch(artifacts, candidate.hash, `${folder}/candidate.patch`);
  for (const [i, { hash }] of rivals.entries())
    await copyPatch(artifacts, hash, `${folder}/rival-${i + 1}.patch`);
  await artifacts.write(`${folder}/requests.jsonl`, requestLines(selected.requests));
  await artifacts.copy(`${scanned}/source.tar`, `${folder}/source.tar`);
  if (packages) await artifacts.copy(`${scanned}/dependencies.tar`, `${folder}/dependencies.tar`);
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return folder;
}

/** Why the recorded requests say too little of the endpoint; null if there are enough. */
function lackIn(requests: readonly RecordedRequest[], endpoint: string): string | null {
  const distinct = requests.filter((request) => request.endpoint === endpoint);
  const enough = fewestRequestsTo(endpoint, distinct);
  if (distinct.length >= enough) return null;
  return `${distinct.length} of ${enough} different requests to ${endpoint} are recorded, which its test replays`;
}

/** Nothing of it is the candidate's, so it costs no attempt. */
async function waitForRequests(
  found: Improvement,
  lack: string,
  { improvements, now }: BeginTestingDependencies,
): Promise<NextTest> {
  const at = now();
  const testing = testingTime(found, at);
  if (testing > patience.requests) {
    const reason = `${lack}, after ${Math.round(testing / minute)} minutes`;
    await improvements.save(moveTo(found, { to: 'failed', actor: workflowActor, at, reason, impact: 0 }));
    return stop;
  }
  const reason = `waits: ${lack}`;
  if (found.testingSince === null)
    await improvements.save(
      note(
        found,
        { type: 'waits-for-requests', actor: workflowActor, at, reason },
        { testingSince: at, reason },
      ),
    );
  return { decision: 'wait', folder: '', seconds: secondsToRequests(testing) };
}

function nextRun(improvement: Improvement, at: number) {
  const runs = improvement.runs + 1;
  const step = { actor: workflowActor, at, reason: `sandbox run ${runs}` };
  const fields = { runs, testingSince: runs === 1 ? at : (improvement.testingSince ?? at) };
  return improvement.status === 'testing'
    ? note(improvement, { ...step, type: 'tested-again' }, fields)
    : moveTo(improvement, { ...step, to: 'testing', impact: 0 }, fields);
}

/** Untrusted code, which is all but a rule's, runs in isolation or not at all. */
const mayRun = ({ source }: Candidate, { isolation, acceptsModelCode }: Service): boolean =>
  source === 'rule' || isolation !== 'process' || acceptsModelCode;

const needsIsolation =
  "a model's code is not run without isolation: install bubblewrap (apt-get install bubblewrap), " +
  'or accept the risk with --unprotected';
