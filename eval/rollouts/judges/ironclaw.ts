import { canaryAlarmFires } from '#core/rollouts/canary-alarm.ts';
import { judgeRollout } from '#core/rollouts/judge-rollout.ts';
import { nextMove } from '#core/rollouts/next-move.ts';
import type { Judge } from './judge.ts';

/** The shipped judge with the shipped alarm. */
export const ironclaw: Judge = {
  name: 'ironclaw',
  decide({ plan, endpoint, steps, intervals }) {
    if (canaryAlarmFires(intervals)) return { kind: 'roll-back' };
    const { weight = 0, seconds = 0 } = steps.at(-1) ?? {};
    return nextMove(judgeRollout({ plan, endpoint, steps }), { plan, weight, seconds });
  },
};
