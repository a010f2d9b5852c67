import { countBadRequests } from '../../rollouts/count-bad-requests.ts';
import type { Rollout } from '../../rollouts/rollout.ts';
import { parseJson } from '../../validation.ts';
import { verifyRestored } from '../backup.ts';
import { withOutcome } from '../candidate/earlier-attempts.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import type { Improvement } from '../improvement.ts';
import { moveTo } from '../improvement.ts';
import { jobFolder } from '../job-folder.ts';
import { RevertResult } from '../jobs.ts';
import type { Serving } from '../ports.ts';

type FinishRollbackDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'fleet' | 'now'
>;

const unseen: Serving = { version: null, runsAs: null };

/** Closes an improvement whose version gets no requests any more and whose commit is reverted, and records what serves now. */
export async function finishRollback(id: string, needs: FinishRollbackDependencies): Promise<void> {
  const { improvements, services, artifacts, metrics, fleet, now } = needs;
  const improvement = await improvements.load(id);
  const { status, release, rollout, service } = improvement;
  // An earlier run may have ended between the record and this.
  if (status === 'rolled-back') await services.releaseRollout(service, id);
  if (status !== 'rolling-back') return;
  const key = `${jobFolder(improvement, 'revert')}/out/revert.json`;
  const revert =
    release && parseJson(RevertResult, await artifacts.read(key), 'the revert', 'revert/invalid');
  const { deployment } = await services.load(service);
  const badRequests = rollout ? await countBadRequests(service, rollout, metrics, now()) : 0;
  if (revert && rollout && wasKept(rollout)) {
    await fleet.launch(service, revert.commit);
    await fleet.promote(service, revert.commit);
  }
  if (release) await fleet.retire(service, release.merge);
  // A pipeline deploys the revert at its own pace.
  const serving = deployment.kind === 'pipeline' ? unseen : await fleet.serving(service);
  const restored = improvement.backup && verifyRestored(improvement.backup, serving, revert, now());
  const reason =
    restored?.isExact === false ? `${improvement.reason}; ${restored.detail}` : improvement.reason;
  await improvements.save(
    moveTo(
      improvement,
      { to: 'rolled-back', actor: workflowActor, at: now(), reason, impact: 0.8 },
      {
        revert: revert?.commit ?? null,
        restored,
        rollout: rollout && { ...rollout, badRequests },
        earlier: withRolledBack(improvement, now()),
      },
    ),
  );
  await services.releaseRollout(service, id);
}

/** Its version served alone, so the reverted commit has to replace it; a pipeline does that itself. */
function wasKept({ comparison, judgment, stages }: Rollout): boolean {
  return comparison !== 'before-after' && judgment?.verdict === 'safe' && stages.at(-1)?.weight === 100;
}

function withRolledBack({ candidate, earlier, reason }: Improvement, at: number): Improvement['earlier'] {
  if (!candidate) return earlier;
  const ended = { decision: 'rolled-back', by: null, at } as const;
  return withOutcome(earlier, candidate, `rolled back from production: ${reason}`, ended);
}
