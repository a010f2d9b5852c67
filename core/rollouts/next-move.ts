import type { RolloutPlan } from '../service/manifest.ts';
import { possibleExtension } from '../service/rollout-limits.ts';
import type { RolloutJudgment } from './judgment.ts';

/** What follows a check. `give-up`: rolled back because no verdict was reached in time. */
export type Move =
  | { readonly kind: 'hold' | 'complete' | 'roll-back' | 'give-up' }
  | { readonly kind: 'advance'; readonly weight: number };

/** A version that nothing speaks against goes on for this many times the patience of its plan, if an execution can hold it. */
const extension = 4;

/** The longest that a step may take, in multiples of its planned time. */
export const mostPatience = (plan: Pick<RolloutPlan, 'steps' | 'patience' | 'mirror'>): number =>
  plan.patience * possibleExtension(plan, extension);

interface Position {
  readonly plan: Pick<RolloutPlan, 'steps' | 'patience' | 'mirror'>;
  /** The canary's current share of the requests, in percent. */
  readonly weight: number;
  /** Seconds since the weight was set; with a pipeline, since the merge. */
  readonly seconds: number;
}

/** The move that a judgment leads to at this position. */
export function nextMove(
  { verdict, isWorthWaiting }: RolloutJudgment,
  { plan, weight, seconds }: Position,
): Move {
  if (verdict === 'regressed') return { kind: 'roll-back' };
  if (verdict === 'safe') {
    const next = plan.steps.find((step) => step.weight > weight);
    return next ? { kind: 'advance', weight: next.weight } : { kind: 'complete' };
  }
  const step = plan.steps.find((planned) => planned.weight === weight);
  const patience = isWorthWaiting ? mostPatience(plan) : plan.patience;
  return { kind: step && seconds > step.seconds * patience ? 'give-up' : 'hold' };
}
