import type { Move } from '#core/rollouts/next-move.ts';
import { totalOf } from '#core/rollouts/step-evidence.ts';
import type { Look } from './judge.ts';

/** How the other rules advance: once the step had its time, and its requests, and nothing spoke against it. */
export function advanceByTime({ plan, steps }: Look): Move {
  const current = steps.at(-1);
  const step = plan.steps.find(({ weight }) => weight === current?.weight);
  if (!current || !step) return { kind: 'hold' };
  const { requests } = totalOf(current.endpoints, 'canary');
  if (current.seconds < step.seconds) return { kind: 'hold' };
  if (requests < step.requests)
    return { kind: current.seconds > step.seconds * plan.patience ? 'give-up' : 'hold' };
  const next = plan.steps.find(({ weight }) => weight > step.weight);
  return next ? { kind: 'advance', weight: next.weight } : { kind: 'complete' };
}
