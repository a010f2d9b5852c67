import type { Verdict } from '../judgment.ts';

/** A verdict of a rollout that is on record, and where the evidence lies that it was made from. */
export interface KeptVerdict {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The canary's share of the requests, in percent. */
  readonly weight: number;
  readonly verdict: Verdict;
  /** An artifact with the text of a recorded verdict, and the SHA-256 of that text; null if it could not be kept. */
  readonly file: { readonly key: string; readonly sha256: string } | null;
  /** Why there is no file; null if there is. */
  readonly obstacle: string | null;
}

/** More than a plan has steps, with a few restarts. */
const mostKept = 24;

/** The kept verdicts with a further one; the oldest is left out if there are too many. */
export const withVerdict = (
  kept: readonly KeptVerdict[] | undefined,
  verdict: KeptVerdict,
): readonly KeptVerdict[] => [...(kept ?? []), verdict].slice(-mostKept);
