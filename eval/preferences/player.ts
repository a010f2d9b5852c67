/** One user at one task. */
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
 * Someone who learns what users like. What is asked together is asked of different users, so that no answer could have
 * helped another.
 */
export interface Player {
  choose(pairs: readonly UserTask[]): Promise<readonly number[]>;
  feedback(ratings: readonly Rating[]): Promise<void>;
  predict(pairs: readonly UserTask[]): Promise<readonly Prediction[]>;
  /** The hour is over: what is scheduled is done. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}
