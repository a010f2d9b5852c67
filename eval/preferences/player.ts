/** One user at one task. */
export interface Pair {
  readonly user: number;
  readonly task: number;
}

export interface Rating extends Pair {
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
  choose(pairs: readonly Pair[]): Promise<readonly number[]>;
  feedback(ratings: readonly Rating[]): Promise<void>;
  predict(pairs: readonly Pair[]): Promise<readonly Prediction[]>;
  /** The hour is over: what is scheduled is done. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}
