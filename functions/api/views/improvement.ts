import { reviewFor } from '#core/improvements/approval/await-approval.ts';
import type { Improvement } from '#core/improvements/improvement.ts';
import { stagesFor } from '#core/improvements/request-stage.ts';
import type { Caller } from '../middleware/request.ts';
import { hasRole } from '../routes/roles.ts';

/** An improvement in a list. */
export function summaryOf(improvement: Improvement) {
  const { id, service, endpoint, status, reason, createdAt, updatedAt, finding, candidate, verdict } =
    improvement;
  return {
    id,
    service,
    endpoint,
    status,
    reason,
    createdAt,
    updatedAt,
    finding: finding.summary,
    candidate: candidate && { title: candidate.title, source: candidate.source, author: candidate.author },
    confidence: improvement.confidence?.value ?? null,
    verdict,
  };
}

/** An improvement with everything the caller may do with it now. */
export function detailOf(improvement: Improvement, { roles }: Pick<Caller, 'roles'>) {
  return {
    ...improvement,
    /** What a person has to weigh; absent before the candidate was tested. */
    ...(improvement.report ? { review: reviewFor(improvement) } : {}),
    allowedActions: allowedActions(improvement, roles),
  };
}

function allowedActions(improvement: Improvement, roles: readonly string[]): readonly string[] {
  const decisions = improvement.status === 'awaiting-approval' ? ['approve', 'reject'] : [];
  const waiting = improvement.status === 'opportunity' ? ['snooze'] : [];
  return [
    ...(hasRole(roles, 'operator') ? [...stagesFor(improvement), ...waiting] : []),
    ...(hasRole(roles, 'approver') ? decisions : []),
  ];
}

/** One rollout in the history. */
export function rolloutOf({
  id,
  service,
  endpoint,
  status,
  candidate,
  rollout,
  verdict,
  reason,
}: Improvement) {
  return {
    improvement: id,
    service,
    endpoint,
    title: candidate?.title,
    status,
    verdict,
    reason,
    version: rollout?.version,
    baseline: rollout?.baseline,
    mirror: rollout?.mirror ?? null,
    stages: rollout?.stages,
    progress: rollout?.progress ?? null,
    badRequests: rollout?.badRequests ?? 0,
  };
}
