import type { Verdict } from '../../rollouts/judgment.ts';

/** `over`: the rollout was ended by an alarm or an operator. */
export type CheckDecision = 'hold' | 'complete' | 'roll-back' | 'over';

export interface CheckResult {
  readonly decision: CheckDecision;
  readonly reason: string;
  /** What this check concluded from the measurements; absent if it did not look at them. */
  readonly verdict?: Verdict;
}
