/** `over`: the rollout was ended by an alarm or an operator. */
export type CheckDecision = 'hold' | 'complete' | 'roll-back' | 'over';

export interface CheckResult {
  readonly decision: CheckDecision;
  readonly reason: string;
}
