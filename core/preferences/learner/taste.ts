import { day } from '../../time.ts';
/** One user's rewards for one model at one task. Both sums are weighted by {@link weightAt}. */
export interface Arm {
  /** Sum of the rewards, each in [0, 1]. */
  readonly rewards: number;
  readonly count: number;
}

/** Evidence that the preferred model of one task has changed (see `detect-change.ts`). */
export interface ChangeEvidence {
  /** Evidence, in nats, that the model has become worse. */
  readonly evidence: number;
  /** Rewards and answers since that evidence was last zero; not weighted. */
  readonly rewards: number;
  readonly count: number;
}

/** One user at one task. */
export interface TaskTaste {
  /** By model. */
  readonly arms: ReadonlyMap<string, Arm>;
  readonly change: ChangeEvidence;
}

/** Everything the learner keeps about one user. */
export interface Taste {
  /** By task type. */
  readonly tasks: ReadonlyMap<string, TaskTaste>;
  /** The probability that the user belongs to each group, as of the last reward; `null` before there are groups. */
  readonly membership: readonly number[] | null;
  /** Membership evidence of earlier tastes that the present ones no longer contain: the log of a factor per group. */
  readonly carried: readonly number[] | null;
  /** The grouping that both are about. */
  readonly grouping: number;
  /** The number of the last group change that was applied to this taste. */
  readonly followed: number;
  /** When the latest of all its rewards was given, in milliseconds since 1970; 0 without any. */
  readonly latest: number;
}

export const unknownTaste: Taste = {
  tasks: new Map(),
  membership: null,
  carried: null,
  grouping: 0,
  followed: 0,
  latest: 0,
};

export const quiet: ChangeEvidence = { evidence: 0, rewards: 0, count: 0 };
export const nothing: Arm = { rewards: 0, count: 0 };

const halfLife = 90 * day;
/** Weights are counted from here: 2026-01-01. Any fixed time does; far from it they leave what a double can hold. */
const landmark = 1_767_225_600_000;

/**
 * Forward decay (Cormode et al., 2009): a reward given at `at` weighs 2 ^ ((at - landmark) / 90 days), for good. Sums
 * of such weights can be added to in any order, so that a late reward is as exact as one in time; a reader divides by
 * the weight of now.
 * @param at milliseconds since 1970.
 */
export function weightAt(at: number): number {
  return 2 ** ((at - landmark) / halfLife);
}

/**
 * The factor by which a reader at that time divides the sums. It changes once a day, so that results stay valid
 * within a day.
 */
export function ageAt(at: number): number {
  return weightAt(Math.floor(at / day) * day);
}

/**
 * The same for a reader of this taste. A clock that was set back, or a reward that arrives late, would otherwise make
 * what was given after that time count for many rewards each: none counts for more than one, to within a day.
 */
export const ageOf = ({ latest }: Pick<Taste, 'latest'>, at: number): number => ageAt(Math.max(at, latest));

/** The earliest and latest time whose weight is safely a number: about a hundred years around 2026. */
export const plausible = { from: 0, until: landmark + 200 * halfLife } as const;

/** The taste with a reward of that weight added; a negative weight takes one away again. */
export function withReward(
  task: TaskTaste | undefined,
  model: string,
  reward: number,
  weight: number,
): TaskTaste {
  const arms = new Map(task?.arms);
  const { rewards, count } = arms.get(model) ?? nothing;
  const added = Math.max(0, count + weight);
  // Rounding must not leave more rewards than answers, nor negative values.
  arms.set(model, { rewards: Math.min(added, Math.max(0, rewards + weight * reward)), count: added });
  return { arms, change: task?.change ?? quiet };
}

/** The same with every arm multiplied by a share, and the change evidence reset. */
export function discounted(task: TaskTaste, share: number): TaskTaste {
  const arms = new Map(
    [...task.arms].map(([model, { rewards, count }]) => [
      model,
      { rewards: rewards * share, count: count * share },
    ]),
  );
  return { arms, change: quiet };
}
