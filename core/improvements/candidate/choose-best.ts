import type { Candidate } from './candidate.ts';
import type { Confidence } from './confidence.ts';
import type { VerificationReport } from './verification-report.ts';

/** A candidate with what the sandbox said of it. */
export interface JudgedCandidate {
  readonly candidate: Candidate;
  readonly report: VerificationReport;
}

/** One that passed every gate. */
export interface ProvenCandidate extends JudgedCandidate {
  readonly confidence: Confidence;
  /** Whether its evidence lets it ship without a person. */
  readonly isAutomatic: boolean;
}

/**
 * The proven candidate to go on with: of those that may ship by themselves, or of all if none may, the one whose gain is the
 * largest at the lower bound of its interval. The first of equals.
 */
export function chooseBest(proven: readonly [ProvenCandidate, ...ProvenCandidate[]]): ProvenCandidate {
  return proven.reduce((best, other) => (isBetter(other, best) ? other : best));
}

function isBetter(one: ProvenCandidate, other: ProvenCandidate): boolean {
  if (one.isAutomatic !== other.isAutomatic) return one.isAutomatic;
  return gainOf(one) > gainOf(other);
}

/** The gain that is certain: a ratio, above 1 is faster. */
export const gainOf = ({ report }: JudgedCandidate): number => report.benchmark?.low ?? 0;
