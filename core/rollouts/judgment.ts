export type Verdict = 'safe' | 'regressed' | 'inconclusive';

/** A judgment with everything that led to it; the same evidence gives the same judgment again. */
export interface RolloutJudgment {
  readonly verdict: Verdict;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** Natural log of the evidence of harm; `regressed` at log(1/alpha). */
  readonly logEvidence: number;
  readonly logThreshold: number;
}
