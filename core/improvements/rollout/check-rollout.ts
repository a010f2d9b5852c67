import { longestWindow } from '../../performance/windows/window-part.ts';
import { evidenceSince, gatherEvidence } from '../../rollouts/gather-evidence.ts';
import { judgeRollout } from '../../rollouts/judge-rollout.ts';
import type { RolloutJudgment } from '../../rollouts/judgment.ts';
import { nextMove } from '../../rollouts/next-move.ts';
import { stepProgress } from '../../rollouts/progress.ts';
import { withVerdict } from '../../rollouts/replay/kept-verdict.ts';
import {
  advanced,
  closed,
  currentWeight,
  finalJudgment,
  isMirroring,
  type Rollout,
} from '../../rollouts/rollout.ts';
import { second } from '../../time.ts';
import { type ImprovementDependencies, workflowActor } from '../dependencies.ts';
import { type Improvement, note } from '../improvement.ts';
import type { CheckResult } from './check-decision.ts';
import { checkMirror } from './check-mirror.ts';
import { holdRollout } from './hold-rollout.ts';
import { keepVerdict } from './keep-verdict.ts';

type CheckRolloutDependencies = Pick<
  ImprovementDependencies,
  'improvements' | 'services' | 'artifacts' | 'metrics' | 'fleet' | 'mirror' | 'now'
>;

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
  const plan = rollout.plan ?? manifest.rollout;
  const evidence = { plan, endpoint: improvement.endpoint, steps };
  const judgment = judgeRollout(evidence);

  const weight = currentWeight(rollout);
  // Counted from the start, not from when the canary was first seen: a pipeline may never deploy it.
  const seconds = (at - (rollout.stages.at(-1)?.since ?? at)) / second;
  const move = nextMove(judgment, { plan, weight, seconds });
  const step = plan.steps.find((planned) => planned.weight === weight);
  if (move.kind === 'hold' && step) {
    const progress = stepProgress(step, steps, judgment, at);
    return { ...(await holdRollout(needs, improvement, rollout, progress)), verdict: judgment.verdict };
  }

  const judged = { improvement: improvement.id, rollout, evidence, judgment, at };
  const verdicts = withVerdict(rollout.verdicts, await keepVerdict(judged, needs));
  const known: Rollout = { ...rollout, verdicts };
  if (move.kind === 'advance') return advance(needs, improvement, known, judgment, move.weight);
  const ending =
    move.kind === 'give-up' && judgment.verdict === 'inconclusive'
      ? { ...judgment, reason: `not enough evidence in time: ${judgment.reason}` }
      : judgment;
  return end(needs, improvement, known, ending);
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
  return { decision: 'hold', reason: judgment.reason, verdict: judgment.verdict };
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
  verdict,
});

function judged(improvement: Improvement, rollout: Rollout, judgment: RolloutJudgment, at: number) {
  return note(
    improvement,
    { type: `judged-${judgment.verdict}`, actor: workflowActor, at, reason: judgment.reason },
    { rollout: { ...rollout, judgment }, verdict: judgment.verdict },
  );
}
