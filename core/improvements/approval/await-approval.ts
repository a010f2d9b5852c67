import { roundedDown } from '../../numbers/rounded-down.ts';
import { type Review, reviewOf } from '../../proof/review.ts';
import type { Manifest } from '../../service/manifest.ts';
import { workflowActor } from '../dependencies.ts';
import { type Change, type Improvement, moveTo } from '../improvement.ts';

/** The review that the candidate's evidence calls for; without a report, everything is left to people. */
export const reviewFor = ({ report }: Improvement): Review => reviewOf(report ?? { calls: null, risks: [] });

/** Why a tested improvement must not ship automatically, or null if it may. */
export function whyNotAutomatic(
  improvement: Improvement,
  { automaticAbove }: Manifest['policy'],
): string | null {
  const confidence = improvement.confidence?.value ?? 0;
  const { approvals, reasons } = reviewFor(improvement);
  const people = approvals === 2 ? 'two approvals needed' : 'approval needed';
  if (reasons.length > 0) return `${people}: ${reasons.slice(0, 3).join('; ')}`;
  if (confidence >= automaticAbove) return null;
  return `confidence ${roundedDown(confidence)} is below ${automaticAbove}, the limit for shipping automatically`;
}

/** Hands a tested improvement to an approver. */
export function toAwaitingApproval(improvement: Improvement, policy: Manifest['policy'], at: number): Change {
  const reason = whyNotAutomatic(improvement, policy) ?? 'it was left between two steps';
  return moveTo(improvement, { to: 'awaiting-approval', actor: workflowActor, at, reason, impact: 0 });
}
