import { Conflict } from '../../errors.ts';
import type { Service } from '../../service/service.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, moveTo, note } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { VerifyJob } from '../jobs.ts';
import { linesOf, recordedRequests } from './recorded-requests.ts';

type BeginTestingDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'requests' | 'now'
>;

/**
 * Writes the verify job of the current candidate. @returns its folder, or `stop` if it must not run here.
 * @throws Conflict `improvement/no-candidate`.
 */
export async function beginTesting(
  id: string,
  { improvements, services, artifacts, metrics, requests, now }: BeginTestingDependencies,
): Promise<{ decision: 'verify' | 'stop'; folder: string }> {
  const found = await improvements.load(id);
  const { candidate } = found;
  if (!candidate)
    throw new Conflict(`improvement ${id} has no candidate yet; generate one first.`, {
      code: 'improvement/no-candidate',
    });
  const service = await services.load(found.service);

  const refusal = whyNotToRun(found, service);
  if (refusal !== null) {
    await improvements.save(
      moveTo(found, { to: 'rejected', actor: workflowActor, at: now(), reason: refusal, impact: 0 }),
    );
    return { decision: 'stop', folder: '' };
  }

  const improvement = await improvements.save(nextRun(found, now()));
  const folder = jobFolder(improvement, 'verify');
  const scanned = `${jobFolder(improvement, 'scan')}/out`;
  const packages = await artifacts.exists(`${scanned}/dependencies.tar`);
  const selected = await recordedRequests(improvement, { metrics, requests, now });
  const job: VerifyJob = {
    job: 'verify',
    improvementId: id,
    candidateHash: candidate.hash,
    baseCommit: candidate.baseCommit,
    manifest: service.manifest,
    endpoint: improvement.endpoint,
    dependencies: service.dependencies,
    packages,
    isolation: service.isolation,
    flakyTests: improvement.baseReport?.tests.flaky ?? [],
    seed: improvement.attempt,
    recorded: selected.recorded,
  };
  await artifacts.write(`${folder}/candidate.patch`, candidate.patch);
  await artifacts.write(`${folder}/requests.jsonl`, linesOf(selected.requests));
  await artifacts.copy(`${scanned}/source.tar`, `${folder}/source.tar`);
  if (packages) await artifacts.copy(`${scanned}/dependencies.tar`, `${folder}/dependencies.tar`);
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return { decision: 'verify', folder };
}

function nextRun(improvement: Improvement, at: number) {
  const runs = improvement.runs + 1;
  const reason = `sandbox run ${runs}`;
  return improvement.status === 'testing'
    ? note(improvement, { type: 'tested-again', actor: workflowActor, at, reason }, { runs })
    : moveTo(improvement, { to: 'testing', actor: workflowActor, at, reason, impact: 0 }, { runs });
}

/** Untrusted code, which is all but a rule's, runs in isolation or not at all. */
function whyNotToRun({ candidate }: Improvement, { isolation, acceptsModelCode }: Service): string | null {
  if (!candidate || candidate.source === 'rule' || isolation !== 'process' || acceptsModelCode) return null;
  return (
    "a model's code is not run without isolation: install bubblewrap (apt-get install bubblewrap), " +
    'or accept the risk with --unprotected'
  );
}
