import type { AttemptDecision, Candidate, EarlierAttempt } from './candidate.ts';
import type { JudgedCandidate } from './choose-best.ts';

/** The earlier attempts, with those added that the sandbox did not prove. */
export const withRejected = (
  earlier: readonly EarlierAttempt[],
  judged: readonly JudgedCandidate[],
): readonly EarlierAttempt[] =>
  judged.reduce(
    (list, { candidate, report }) =>
      withOutcome(list, candidate, 'rejected', `rejected in the sandbox: ${report.reason}`),
    earlier,
  );

/** The earlier attempts, with a candidate added. */
export function withOutcome(
  earlier: readonly EarlierAttempt[],
  { source, author, path, function: name, hash }: Candidate,
  decision: AttemptDecision,
  outcome: string,
): readonly EarlierAttempt[] {
  return [...earlier, { source, author, path, function: name, hash, decision, outcome }];
}
