import type { Manifest } from '../../service/manifest.ts';
import { workflowActor } from '../dependencies.ts';
import { type Change, type Improvement, moveTo } from '../improvement.ts';

/** Hands a tested improvement to an approver: its evidence does not suffice to ship it automatically. */
export function toAwaitingApproval(
  improvement: Improvement,
  { automaticAbove }: Manifest['policy'],
  at: number,
): Change {
  const confidence = improvement.confidence?.value ?? 0;
  const reason = `confidence ${confidence.toFixed(2)} is below ${automaticAbove}, the limit for shipping automatically`;
  return moveTo(improvement, { to: 'awaiting-approval', actor: workflowActor, at, reason, impact: 0 });
}
