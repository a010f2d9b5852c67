import type { Encoded, Outcome } from './encoded.ts';

/** What a use led to on one version. */
export interface Result {
  readonly outcome: Outcome;
  /** What the call made of `this` and of its arguments. */
  readonly after: readonly Encoded[];
  /** Where the result holds an object that the caller gave. */
  readonly shared: readonly string[];
  /** What was asked of collaborators, in order. */
  readonly asked: readonly string[];
  /** What of it got an answer that was made up from others, because none was recorded in this call. */
  readonly madeUp: readonly string[];
  /** Whether these answers may depend on commands that a collaborator got before. */
  readonly mayRemember: boolean;
  /** The outcome of the same call once more, after its caller has changed what the first one gave it. */
  readonly again: Outcome | null;
  /** The outcome of a call with the same objects, after their owner has changed them. */
  readonly changed: Outcome | null;
  /** Milliseconds of the fastest of the runs. */
  readonly milliseconds: number;
  /** Open promises of collaborators at the same time, at most. */
  readonly peak: number;
}
