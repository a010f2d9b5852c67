import { Conflict } from '../../errors.ts';
import { roundedDown } from '../../numbers/rounded-down.ts';
import type { Manifest } from '../../service/manifest.ts';
import { toAwaitingApproval, whyNotAutomatic } from '../approval/await-approval.ts';
import { isApproved } from '../approval/is-approved.ts';
import { type Backup, backupRef } from '../backup.ts';
import { copyPatch } from '../candidate/stored-patch.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { documentsOf } from '../documents/documents-of.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { ReleaseJob } from '../jobs.ts';
import type { Serving } from '../ports.ts';
import { assertCanBecome } from '../status.ts';
import { assertAlarmsReady } from './assert-alarms-ready.ts';
import { assertFailuresLeft } from './assert-failures-left.ts';
import { claimTraffic } from './claim-traffic.ts';
import { deployCommand } from './deploy-command.ts';

type BeginDeployingDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'alarms' | 'fleet' | 'now'
>;

/**
 * Records what serves, and writes the release job that keeps it before it changes anything. @returns its folder.
 * @throws Conflict `improvement/needs-approval`, `rollout/failures-spent`, `rollout/alarms-not-ready`,
 * Unavailable `service/rollout-under-way` (worth repeating).
 */
export async function beginDeploying(
  id: string,
  needs: BeginDeployingDependencies,
): Promise<{ folder: string }> {
  const { improvements, services, artifacts, now } = needs;
  const found = await improvements.load(id);
  const { candidate } = found;
  if (!candidate)
    throw new Conflict(`improvement ${id} has no candidate to deploy.`, { code: 'improvement/no-candidate' });
  const service = await services.load(found.service);
  if (found.status !== 'deploying') await assertMayDeploy(found, service.manifest, needs);
  if (found.status !== 'deploying') await assertFailuresLeft(found, service, needs);
  await claimTraffic(id, found.service, needs);
  // Checked after claiming the traffic: an alarm may just have rolled back the previous rollout.
  if (found.status !== 'deploying') await assertAlarmsReady(found, service, needs);
  const improvement =
    found.status === 'deploying'
      ? found
      : await improvements.save(toDeploying(found, await needs.fleet.serving(found.service), now()));
  const folder = jobFolder(improvement, 'release');
  const job: ReleaseJob = {
    job: 'release',
    repository: service.repository,
    branch: service.manifest.branch,
    improvementId: id,
    baseCommit: candidate.baseCommit,
    candidateHash: candidate.hash,
    title: candidate.title,
    body: commitBody(improvement),
    documents: documentsOf({ ...improvement, candidate }, service),
    deploy: deployCommand(service),
    backup: improvement.backup && {
      ref: improvement.backup.ref,
      commit: commitOf(improvement.backup) ?? candidate.baseCommit,
    },
  };
  await copyPatch(artifacts, candidate.hash, `${folder}/candidate.patch`);
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return { folder };
}

/** A tested improvement that must not ship automatically was interrupted between two steps; it needs its approver first. */
async function assertMayDeploy(
  improvement: Improvement,
  { policy }: Manifest,
  { improvements, now }: Pick<BeginDeployingDependencies, 'improvements' | 'now'>,
): Promise<void> {
  const { id, status } = improvement;
  assertCanBecome(id, status, 'deploying');
  if (isApproved(improvement)) return;
  if (status === 'tested') {
    if (whyNotAutomatic(improvement, policy) === null) return;
    await improvements.save(toAwaitingApproval(improvement, policy, now()));
  }
  throw new Conflict(`improvement ${id} awaits the approval of its candidate.`, {
    code: 'improvement/needs-approval',
  });
}

function toDeploying(improvement: Improvement, serving: Serving, at: number) {
  const reason = isApproved(improvement)
    ? `approved by ${improvement.approval?.by}`
    : `confidence ${roundedDown(improvement.confidence?.value ?? 0)}`;
  const backup: Backup = { ...serving, at, ref: backupRef(improvement.id, at), commit: null };
  return moveTo(improvement, { to: 'deploying', actor: workflowActor, at, reason, impact: 0.5 }, { backup });
}

/** Another name than a commit, or none, does not say which files served. */
const commitOf = ({ version }: Serving): string | null =>
  version !== null && /^[0-9a-f]{40}$/.test(version) ? version : null;

function commitBody({ finding, candidate, report, confidence }: Improvement): string {
  const lines = [candidate?.rationale ?? '', `Finding: ${finding.summary}`];
  if (report?.benchmark) {
    const { ratio, low, high } = report.benchmark;
    lines.push(
      `Benchmark: ${ratio.toFixed(2)}x faster (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}).`,
    );
  }
  if (confidence) lines.push(`Confidence: ${roundedDown(confidence.value)}.`);
  return lines.filter(Boolean).join('\n\n');
}
