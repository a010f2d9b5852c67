/** A use that nobody made, but somebody could. */
export interface Varied<Use> {
  readonly use: Use;
  /** Whether each value is of a kind, and in a range, that callers were seen to give at its place. */
  readonly isWithinObserved: boolean;
  /** How many times larger its lists are than those of what it was made from; 1 where they are not. */
  readonly factor: number;
}
