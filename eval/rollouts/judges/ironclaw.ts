import { canaryAlarmFires } from '#core/rollouts/canary-alarm.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import { nextMove } from '#core/rollouts/next-move.ts';
import type { StepEvidence } from '#core/rollouts/step-evidence.ts';
import type { Judge, MeasuredStep } from './judge.ts';

/** The shipped judge with the shipped alarm. */
export const ironclaw: Judge = {
  name: 'ironclaw',
  decide({ plan, endpoint, steps, intervals }) {
    if (canaryAlarmFires(intervals)) return { kind: 'roll-back' };
    const { weight = 0, seconds = 0 } = steps.at(-1) ?? {};
    const judgment = judgeRollout({ plan, endpoint, steps: steps.map(withoutLosses) });
    return nextMove(judgment, { plan, weight, seconds });
  },
};

/** As the evidence is gathered: minutes with reported losses are left out. */
function withoutLosses({ lostByMinute, ...step }: MeasuredStep): StepEvidence {
  if (lostByMinute.size === 0) return step;
  const measurements = [...lostByMinute.values()].reduce((sum, lost) => sum + lost, 0);
  return {
    ...step,
    endpoints: step.endpoints.filter(({ minute = 0 }) => !lostByMinute.has(minute)),
    losses: { measurements, minutes: lostByMinute.size },
  };
}
