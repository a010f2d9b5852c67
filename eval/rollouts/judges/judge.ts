import type { AlarmInterval } from '#core/rollouts/canary-alarm.ts';
import type { Move } from '#core/rollouts/next-move.ts';
import type { StepEvidence } from '#core/rollouts/step-evidence.ts';
import type { RolloutPlan } from '#core/service/manifest.ts';

/** The counts of one step as they arrived. */
export interface MeasuredStep extends StepEvidence {
  /** Measurements that processes reported as lost, by minute of the step. */
  readonly lostByMinute: ReadonlyMap<number, number>;
}

/** What is known at one look at a rollout. */
export interface Look {
  readonly plan: RolloutPlan;
  /** The improved endpoint. */
  readonly endpoint: string;
  /** Every step so far, the current one last, by endpoint and minute. */
  readonly steps: readonly MeasuredStep[];
  /** Responses by minute since the rollout began, as the traffic splitter counted them. */
  readonly intervals: readonly AlarmInterval[];
}

/** A rule that decides about rollouts. */
export interface Judge {
  readonly name: string;
  readonly decide: (look: Look) => Move;
}
