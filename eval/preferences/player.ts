/** One user and one task. */
export interface UserTask {
  readonly user: number;
  readonly task: number;
}

export interface Rating extends UserTask {
  readonly model: number;
  readonly reward: number;
}

export interface Prediction {
  readonly model: number;
  readonly confidence: number;
}

/**
 * A learner of user preferences. The pairs of one call have different users, so that no result could have helped another.
 */
export interface Player {
  choose(pairs: readonly UserTask[]): Promise<readonly number[]>;
  feedback(ratings: readonly Rating[]): Promise<void>;
  predict(pairs: readonly UserTask[]): Promise<readonly Prediction[]>;
  /** Ends the hour: scheduled work is done. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}
