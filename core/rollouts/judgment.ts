/** `cannot-judge`: what was measured says nothing about the version, so more of it would not, either. */
export type Verdict = 'safe' | 'regressed' | 'inconclusive' | 'cannot-judge';

/** A verdict with everything that led to it; the same evidence always gives the same judgment. */
export interface RolloutJudgment {
  readonly verdict: Verdict;
  /** One sentence with the numbers. */
  readonly reason: string;
  /** The natural log of the evidence of a regression, of the kind that is nearest to its bound; `regressed` from the threshold on. */
  readonly logEvidence: number;
  readonly logThreshold: number;
  /** Whether nothing speaks against the version and more requests will settle it: it is worth waiting for longer than planned. */
  readonly isWorthWaiting: boolean;
}
