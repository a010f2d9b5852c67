import { Conflict } from '../../errors.ts';
import type { Candidate } from '../candidate/candidate.ts';
import { withOutcome } from '../candidate/earlier-attempts.ts';
import type { ImprovementDependencies } from '../dependencies.ts';
import { type Change, type Improvement, moveTo, note } from '../improvement.ts';
import type { Status } from '../status.ts';
import { reviewFor } from './await-approval.ts';

interface Decision {
  readonly actor: string;
  readonly reason: string;
  /** The candidate that the approver has read; the record may have changed since. */
  readonly candidateHash: string;
}

/**
 * Approves the candidate and starts its rollout. A candidate that needs two approvals waits for a second person after the
 * first one; the same person approving again changes nothing.
 * @throws Conflict `improvement/other-candidate`, `improvement/not-awaiting-approval`.
 */
export async function approve(
  id: string,
  decision: Decision,
  { improvements, workflow, now }: Pick<ImprovementDependencies, 'improvements' | 'workflow' | 'now'>,
): Promise<Improvement> {
  const { actor, reason, candidateHash } = decision;
  const found = await improvements.load(id);
  if (hasApproved(found, decision)) return found;
  assertAwaits(found, candidateHash);
  if (
    found.earlierApprovals.some((earlier) => earlier.by === actor && earlier.candidateHash === candidateHash)
  )
    return found;
  const improvement = found.approval ? found : await improvements.save(withApproval(found, decision, now()));
  if (!improvement.approval) return improvement;
  await workflow.start(`deploy-${improvement.revision}-${id}`, {
    improvementId: id,
    from: 'deploy',
    until: 'applied',
    actor,
    reason,
  });
  return improvement;
}

const afterApproval: readonly Status[] = ['deploying', 'watching', 'applied'];

/** A decision that is repeated, because its response was lost, may find the improvement already under way. */
const hasApproved = ({ status, approval }: Improvement, { actor, candidateHash }: Decision): boolean =>
  afterApproval.includes(status) && approval?.by === actor && approval.candidateHash === candidateHash;

function withApproval(found: Improvement, { actor, reason, candidateHash }: Decision, at: number): Change {
  const approval = { by: actor, at, candidateHash };
  const given = found.earlierApprovals.filter((earlier) => earlier.candidateHash === candidateHash);
  const event = { actor, at, reason };
  if (given.length + 1 < reviewFor(found).approvals)
    return note(found, { ...event, type: 'approved-once' }, { earlierApprovals: [...given, approval] });
  return note(found, { ...event, type: 'approved' }, { approval, goal: 'applied' });
}

/** Rejects the candidate; the same decision again changes nothing. @throws Conflict as {@link approve}. */
export async function reject(
  id: string,
  { actor, reason, candidateHash }: Decision,
  { improvements, now }: Pick<ImprovementDependencies, 'improvements' | 'now'>,
): Promise<Improvement> {
  const improvement = await improvements.load(id);
  const { status, candidate } = improvement;
  if (status === 'rejected' && improvement.reason === reason && candidate?.hash === candidateHash)
    return improvement;
  const judged = assertAwaits(improvement, candidateHash);
  const at = now();
  const ended = { decision: 'rejected', by: 'approver', at } as const;
  const earlier = withOutcome(improvement.earlier, judged, `rejected by an approver: ${reason}`, ended);
  return improvements.save(
    moveTo(improvement, { to: 'rejected', actor, at, reason, impact: 0.1 }, { earlier }),
  );
}

/** @returns the candidate that awaits the decision. */
function assertAwaits({ id, status, candidate }: Improvement, candidateHash: string): Candidate {
  if (status !== 'awaiting-approval')
    throw new Conflict(`improvement ${id} is ${status}; only one that is awaiting-approval can be decided.`, {
      code: 'improvement/not-awaiting-approval',
      data: { current: status },
    });
  if (candidate?.hash !== candidateHash)
    throw new Conflict(`improvement ${id} has another candidate than the one you name; read it again.`, {
      code: 'improvement/other-candidate',
      data: { candidateHash: candidate?.hash },
    });
  return candidate;
}
