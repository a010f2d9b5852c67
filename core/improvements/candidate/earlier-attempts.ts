import type { AttemptEnd, Candidate, EarlierAttempt } from './candidate.ts';
import type { JudgedCandidate } from './choose-best.ts';
import type { VerificationReport } from './verification-report.ts';

/** The earlier attempts, with those added that the sandbox did not prove. */
export const withRejected = (
  earlier: readonly EarlierAttempt[],
  judged: readonly JudgedCandidate[],
  at: number,
): readonly EarlierAttempt[] =>
  judged.reduce(
    (list, { candidate, report }) =>
      withOutcome(list, candidate, `rejected in the sandbox: ${report.reason}`, endOf(report, at)),
    earlier,
  );

/** What a report decides about its candidate; nothing if it could not tell. */
function endOf({ outcome, gates }: VerificationReport, at: number): AttemptEnd | null {
  if (outcome !== 'failed') return null;
  const gate = gates.find(({ result }) => result === 'failed');
  return { decision: 'rejected', by: gate?.name ?? null, at };
}

/** The earlier attempts, with a candidate added. @param ended null if nothing was decided about it. */
export function withOutcome(
  earlier: readonly EarlierAttempt[],
  { source, author, path, function: name, hash }: Candidate,
  outcome: string,
  ended: AttemptEnd | null,
): readonly EarlierAttempt[] {
  return [...earlier, { source, author, path, function: name, hash, outcome, ...(ended && { ended }) }];
}
