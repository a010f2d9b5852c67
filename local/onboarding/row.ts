/** `found` was not run; `left out` was run, failed, and is not needed. */
export type Verdict = 'works' | 'partly' | 'fails' | 'found' | 'left out' | 'none';

/** One line of the table that an operator reads. */
export interface Row {
  /** The manifest's key, or what the finding is about. */
  readonly what: string;
  readonly found: string;
  readonly verdict: Verdict;
  /** Why, and what to do; empty if there is nothing to say. */
  readonly detail: string;
}
