import type { Manifest } from '../../service/manifest.ts';
import { workflowActor } from '../dependencies.ts';
import { type Change, type Improvement, moveTo } from '../improvement.ts';

/** Leaves a tested improvement to an approver: what we know of it does not suffice to ship it by itself. */
export function toAwaitingApproval(
  improvement: Improvement,
  { automaticAbove }: Manifest['policy'],
  at: number,
): Change {
  const confidence = improvement.confidence?.value ?? 0;
  const reason = `confidence ${confidence.toFixed(2)} is below ${automaticAbove}, from which it would ship by itself`;
  return moveTo(improvement, { to: 'awaiting-approval', actor: workflowActor, at, reason, impact: 0 });
}
