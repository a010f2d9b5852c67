import { Unavailable } from '../../errors.ts';
import type { Verdict } from '../../rollouts/judgment.ts';
import { closed } from '../../rollouts/rollout.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Improvement, moveTo } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import type { RevertJob } from '../jobs.ts';
import { claimTraffic } from '../rollout/claim-traffic.ts';
import { deployCommand } from '../rollout/deploy-command.ts';
import { assertCanBecome } from '../status.ts';

type BeginRollbackDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'fleet' | 'now'
>;

/**
 * Returns all requests to the baseline at once and writes the revert job. The rollout's check, an alarm and an
 * operator all use this function; the conditional write lets one of them win, and the others find it done.
 *
 * It needs neither the generators nor the sandbox.
 * @throws Unavailable, worth repeating: `improvement/release-under-way`, because the commit to revert is not known yet;
 * `service/rollout-under-way`, because rolling back a promoted version also changes the traffic.
 */
export async function beginRollback(
  id: string,
  { actor, reason }: { actor: string; reason: string },
  { improvements, services, artifacts, fleet, now }: BeginRollbackDependencies,
): Promise<{ decision: 'revert' | 'stop'; folder: string }> {
  const found = await improvements.load(id);
  if (found.status === 'rolled-back') return { decision: 'stop', folder: '' };
  if (found.status !== 'rolling-back') assertCanBecome(id, found.status, 'rolling-back');
  if (found.status === 'deploying' && !found.release)
    throw new Unavailable(`improvement ${id} is being merged; it will be rolled back when that is done.`, {
      code: 'improvement/release-under-way',
    });
  if (found.status === 'applied') await claimTraffic(id, found.service, { improvements, services, now });
  const improvement =
    found.status === 'rolling-back'
      ? found
      : await improvements.save(toRollingBack(found, actor, reason, now()));

  const { release } = improvement;
  if (!release) return { decision: 'revert', folder: '' };
  await fleet.withdraw(improvement.service, release.merge);

  const service = await services.load(improvement.service);
  const folder = jobFolder(improvement, 'revert');
  const job: RevertJob = {
    job: 'revert',
    repository: service.repository,
    branch: service.manifest.branch,
    improvementId: id,
    merge: release.merge,
    reason: improvement.reason,
    deploy: deployCommand(service),
    backup: improvement.backup?.commit ?? null,
  };
  await artifacts.write(`${folder}/job.json`, JSON.stringify(job));
  return { decision: 'revert', folder };
}

function toRollingBack(improvement: Improvement, actor: string, reason: string, at: number) {
  const { rollout } = improvement;
  return moveTo(
    improvement,
    { to: 'rolling-back', actor, at, reason, impact: 0.8 },
    {
      verdict: verdictOfRollback(improvement),
      rollout: rollout && { ...rollout, stages: closed(rollout, at) },
    },
  );
}

/** A rollback for want of a verdict keeps that on record; one by an alarm or an operator counts as a regression. */
function verdictOfRollback({ rollout }: Improvement): Verdict {
  const verdict = rollout?.judgment?.verdict;
  return verdict === 'inconclusive' || verdict === 'cannot-judge' ? verdict : 'regressed';
}
