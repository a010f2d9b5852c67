import { longestWindow } from '../../performance/windows/window-part.ts';
import { evidenceSince, gatherEvidence } from '../../rollouts/gather-evidence.ts';
import { judgeRollout } from '../../rollouts/judge-rollout.ts';
import type { RolloutJudgment } from '../../rollouts/judgment.ts';
import { nextMove } from '../../rollouts/next-move.ts';
import {
  advanced,
  closed,
  currentWeight,
  finalJudgment,
  isMirroring,
  type Rollout,
} from '../../rollouts/rollout.ts';
import type { RolloutPlan } from '../../service/manifest.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import type { CheckResult } from './check-decision.ts';
import { checkMirror } from './check-mirror.ts';

type CheckRolloutDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'metrics' | 'fleet' | 'mirror' | 'now'
>;

/** Six checks in the shortest step, at least 1 s and at most 30 s apart: a check a minute would find twice the latency too late. */
export function secondsBetweenChecks({ steps }: Pick<RolloutPlan, 'steps'>): number {
  const shortest = Math.min(...steps.map(({ seconds }) => seconds));
  return Math.min(30, Math.max(1, Math.round(shortest / 6)));
}

/** Checks a rollout once, and advances it by one step if that is safe. The first step follows the mirrored requests. */
export async function checkRollout(id: string, needs: CheckRolloutDependencies): Promise<CheckResult> {
  const { improvements, services, metrics, fleet, now } = needs;
  const improvement = await improvements.load(id);
  const { rollout } = improvement;
  if (improvement.status !== 'watching' || !rollout) return { decision: 'over', reason: improvement.reason };
  const final = finalJudgment(rollout);
  // An earlier check decided, and died before it could say so.
  if (final) return decided(final);
  // An earlier check may have ended between writing the record and changing the weights: set them again.
  await fleet.shift(improvement.service, rollout.version, currentWeight(rollout));

  const { manifest } = await services.load(improvement.service);
  if (isMirroring(rollout)) return checkMirror(needs, improvement, rollout, manifest);
  const at = now();
  const parts = await metrics.partsBetween(
    improvement.service,
    evidenceSince(rollout, at) - longestWindow,
    at,
  );
  const steps = gatherEvidence(rollout, parts, at);
  const judgment = judgeRollout({ plan: manifest.rollout, endpoint: improvement.endpoint, steps });
  const { reason } = judgment;

  const move = nextMove(judgment, {
    plan: manifest.rollout,
    weight: currentWeight(rollout),
    seconds: (at - (rollout.stages.at(-1)?.since ?? at)) / 1_000,
  });
  if (move.kind === 'hold') return { decision: 'hold', reason };
  if (move.kind === 'advance') return advance(needs, improvement, rollout, judgment, move.weight);
  const ending =
    move.kind === 'give-up' && judgment.verdict === 'inconclusive'
      ? { ...judgment, reason: `not enough evidence in time: ${reason}` }
      : judgment;
  return end(needs, improvement, rollout, ending);
}

async function advance(
  { improvements, fleet, now }: CheckRolloutDependencies,
  improvement: Improvement,
  rollout: Rollout,
  judgment: RolloutJudgment,
  weight: number,
): Promise<CheckResult> {
  const at = now();
  const stages = advanced(rollout, weight, at);
  await improvements.save(judged(improvement, { ...rollout, stages }, judgment, at));
  await fleet.shift(improvement.service, rollout.version, weight);
  return { decision: 'hold', reason: judgment.reason };
}

async function end(
  { improvements, now }: CheckRolloutDependencies,
  improvement: Improvement,
  rollout: Rollout,
  judgment: RolloutJudgment,
): Promise<CheckResult> {
  const at = now();
  await improvements.save(judged(improvement, { ...rollout, stages: closed(rollout, at) }, judgment, at));
  return decided(judgment);
}

const decided = ({ verdict, reason }: RolloutJudgment): CheckResult => ({
  decision: verdict === 'safe' ? 'complete' : 'roll-back',
  reason,
});

function judged(improvement: Improvement, rollout: Rollout, judgment: RolloutJudgment, at: number) {
  return note(
    improvement,
    { type: `judged-${judgment.verdict}`, actor: workflowActor, at, reason: judgment.reason },
    { rollout: { ...rollout, judgment }, verdict: judgment.verdict },
  );
}
