import { DomainError } from '../../errors.ts';
import {
  judgeMirror,
  type MirrorEvidence,
  type MirrorOptions,
  noMirrorEvidence,
} from '../../rollouts/mirror.ts';
import { mirrorProgress } from '../../rollouts/progress.ts';
import { advanced, type Rollout } from '../../rollouts/rollout.ts';
import type { Manifest } from '../../service/manifest.ts';
import { second } from '../../time.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import type { CheckResult } from './check-decision.ts';
import { holdRollout } from './hold-rollout.ts';

type CheckMirrorDependencies = Pick<ImprovementDependencies, 'improvements' | 'fleet' | 'mirror' | 'now'>;

/**
 * Checks the mirrored requests once. A difference rolls back. Otherwise the first step begins once enough requests were
 * compared or the time for them is over: a service without traffic is never blocked, and its record says what is
 * missing.
 */
export async function checkMirror(
  needs: CheckMirrorDependencies,
  improvement: Improvement,
  rollout: Rollout,
  { rollout: { steps: written, mirror: plan }, replay: { ignore } }: Manifest,
): Promise<CheckResult> {
  const { improvements, fleet, now } = needs;
  const options = { plan, endpoint: improvement.endpoint, ignore };
  const since = rollout.mirror?.since ?? now();
  const evidence = await gather(needs, improvement, rollout, options);
  const at = now();
  const { verdict, reason } = judgeMirror(evidence, options, (at - since) / 1_000);
  if (verdict === 'waiting') {
    const progress = mirrorProgress(evidence, plan, (at - since) / second, { reason, at });
    return holdRollout(needs, improvement, rollout, progress);
  }

  const mirror = { since, evidence };
  const noted = { actor: workflowActor, at };
  if (verdict === 'regressed') {
    const change = { rollout: { ...rollout, mirror }, verdict: 'regressed' } as const;
    await improvements.save(note(improvement, { ...noted, type: 'mirror-regressed', reason }, change));
    return { decision: 'roll-back', reason };
  }
  const weight = (rollout.plan?.steps ?? written)[0]?.weight ?? 100;
  const known = `${reason}; ${weight} % of the requests on ${rollout.version.slice(0, 7)}`;
  const begun: Rollout = { ...rollout, mirror, stages: advanced(rollout, weight, at) };
  await improvements.save(
    note(improvement, { ...noted, type: 'mirrored', reason: known }, { rollout: begun }),
  );
  await fleet.shift(improvement.service, rollout.version, weight);
  return { decision: 'hold', reason: known };
}

/** What keeps requests from being mirrored does not end the rollout: it is told, and the canary has checks of its own. */
async function gather(
  { mirror }: Pick<CheckMirrorDependencies, 'mirror'>,
  { service }: Improvement,
  rollout: Rollout,
  options: MirrorOptions,
): Promise<MirrorEvidence> {
  try {
    return await mirror.compare(service, rollout.version, options);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { ...noMirrorEvidence, obstacle: error.message };
  }
}
