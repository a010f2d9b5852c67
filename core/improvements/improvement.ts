import type { Json } from '../events/canonical-json.ts';
import type { LearningEventDraft } from '../events/learning-event.ts';
import type { Finding } from '../performance/findings/finding.ts';
import type { Verdict } from '../rollouts/judgment.ts';
import type { Rollout } from '../rollouts/rollout.ts';
import type { Backup, Restored } from './backup.ts';
import type { BaseReport } from './base/base-report.ts';
import type { Candidate, EarlierAttempt } from './candidate/candidate.ts';
import type { Confidence } from './candidate/confidence.ts';
import type { Spending } from './candidate/spending.ts';
import type { VerificationReport } from './candidate/verification-report.ts';
import type { ReleaseResult } from './jobs.ts';
import type { ProductionGain } from './outcomes/production-gain.ts';
import { assertCanBecome, type Status } from './status.ts';

/** How far an execution takes an improvement; the operator's routes stop earlier than the automatic run. */
export type Goal = 'generated' | 'tested' | 'applied';

/** The record that carries one opportunity through its life. */
export interface Improvement {
  readonly id: string;
  readonly service: string;
  readonly endpoint: string;
  /** Counts the improvements of the same endpoint and kind of finding: 1 for the first. */
  readonly episode: number;
  readonly finding: Finding;
  readonly status: Status;
  readonly goal: Goal;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Increases with each change; a write is conditional on the revision that was read. */
  readonly revision: number;
  /** The name of the execution that made the last change, or was started to continue; null before the first. */
  readonly execution: string | null;
  /** How often it was continued in its current status, because its execution had ended without an end of its own. */
  readonly resumes: number;
  /** What the checks said of the commit that the candidate changes; null before, or if it could not be measured. */
  readonly baseReport: BaseReport | null;
  /** Counts the candidates: 1 for the first. */
  readonly attempt: number;
  /** How many of them say nothing of the fix, and do not count: the branch had moved, or something else had failed. */
  readonly excused: number;
  /** How many in a row could not be merged because the branch had moved since they were tested. */
  readonly moves: number;
  /** How often the current candidate was tested: a void run is repeated. */
  readonly runs: number;
  /** When the test of the current candidate was first requested, in milliseconds since 1970; null before. */
  readonly testingSince: number | null;
  readonly candidate: Candidate | null;
  /** The other candidates of the attempt, until all are judged. */
  readonly rivals: readonly Candidate[];
  /** What the answers of models cost so far. */
  readonly spending: Spending;
  /** Candidates that were rejected or rolled back, of earlier episodes too. */
  readonly earlier: readonly EarlierAttempt[];
  readonly report: VerificationReport | null;
  readonly confidence: Confidence | null;
  readonly approval: Approval | null;
  /** Earlier approvals of the same candidate, while it needs more than one. */
  readonly earlierApprovals: readonly Approval[];
  /** What served before the latest deployment; null before it. */
  readonly backup: Backup | null;
  readonly release: ReleaseResult | null;
  readonly rollout: Rollout | null;
  /** The result of the rollout; a rollback by an alarm or an operator counts as `regressed`. */
  readonly verdict: Verdict | null;
  /** What production gained after the promotion; null before it was measured. */
  readonly production: ProductionGain | null;
  /** The commit that reverted it. */
  readonly revert: string | null;
  /** What serves after the rollback, compared with the backup; null before. */
  readonly restored: Restored | null;
  /** Milliseconds since 1970: the opportunity is snoozed until then. */
  readonly snoozedUntil: number | null;
  /** One sentence: why it is in this status. */
  readonly reason: string;
  readonly lastEvent: { readonly sequence: number; readonly hash: string } | null;
}

export interface Approval {
  readonly by: string;
  readonly at: number;
  /** The approved candidate; another one needs another approval. */
  readonly candidateHash: string;
}

/** A new state of an improvement with its learning event: both are written, or neither. */
export interface Change {
  readonly improvement: Improvement;
  /** The revision that was read, and on which the write is conditional. */
  readonly expected: number;
  readonly event: LearningEventDraft;
}

interface Step {
  readonly to: Status;
  readonly actor: string;
  readonly at: number;
  readonly reason: string;
  /** How much this changes what users get, in [0, 1]. */
  readonly impact: number;
}

/** Moves an improvement to another status. @throws Conflict `improvement/illegal-transition`. */
export function moveTo(
  improvement: Improvement,
  { to, actor, at, reason, impact }: Step,
  fields: Partial<Improvement> = {},
): Change {
  assertCanBecome(improvement.id, improvement.status, to);
  return {
    improvement: {
      ...improvement,
      ...fields,
      status: to,
      reason,
      updatedAt: at,
      revision: improvement.revision + 1,
      resumes: 0,
    },
    expected: improvement.revision,
    event: {
      actor,
      type: `improvement.${to}`,
      subject: `improvement:${improvement.id}`,
      before: { status: improvement.status },
      after: { status: to, ...servedIn(fields) },
      impact,
      reason,
    },
  };
}

/** Changes fields of an improvement without changing its status, also with a learning event. */
export function note(
  improvement: Improvement,
  { type, actor, at, reason }: { type: string; actor: string; at: number; reason: string },
  fields: Partial<Improvement>,
): Change {
  return {
    improvement: { ...improvement, ...fields, updatedAt: at, revision: improvement.revision + 1 },
    expected: improvement.revision,
    event: {
      actor,
      type: `improvement.${type}`,
      subject: `improvement:${improvement.id}`,
      before: { status: improvement.status },
      after: { status: improvement.status, ...summaryOf(fields) },
      impact: 0,
      reason,
    },
  };
}

/** What served before a deployment, or after a rollback, belongs to what happened. */
function servedIn({ backup, restored }: Partial<Improvement>): Record<string, Json> {
  return { ...(backup && { backup: { ...backup } }), ...(restored && { restored: { ...restored } }) };
}

function summaryOf({ rollout, verdict, goal, snoozedUntil }: Partial<Improvement>): Record<string, unknown> {
  const evidence = verdict === undefined ? undefined : rollout?.verdicts?.at(-1)?.file?.sha256;
  return {
    ...(snoozedUntil !== undefined && { snoozedUntil }),
    ...(rollout && { weight: rollout.stages.at(-1)?.weight ?? 0 }),
    // The chain of events holds the hash of the evidence, so that neither can be replaced.
    ...(evidence !== undefined && { evidence }),
    ...(goal && { goal }),
  };
}
