export type Verdict = 'safe' | 'regressed' | 'inconclusive';

/** A verdict with everything that led to it; the same evidence always gives the same judgment. */
export interface RolloutJudgment {
  readonly verdict: Verdict;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** The natural log of the evidence of a regression; `regressed` from log(1/alpha) on. */
  readonly logEvidence: number;
  readonly logThreshold: number;
}
