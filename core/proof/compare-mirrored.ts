import { differentParts, type Ignore, type Outcome } from './compare-responses.ts';

/** The outcomes of one copied request on both versions. */
export interface MirroredPair {
  readonly baseline: Outcome;
  readonly canary: Outcome;
}

interface MirroredRequest {
  /** The baseline's outcome that the copies are compared with. It may still be under way. */
  readonly first: Outcome | Promise<Outcome>;
  /** Sends the request to both versions once more. */
  readonly send: () => Promise<MirroredPair>;
  /** Names of JSON properties whose values may differ. */
  readonly ignore: Ignore;
  /** Called when a difference was seen that has yet to be confirmed. */
  readonly onDoubt?: () => void;
  /** Ends the confirmation early. */
  readonly signal: AbortSignal;
}

/** `unstable`: the baseline does not repeat itself. `unconfirmed`: the canary differed too seldom to blame it. */
export type MirrorResult =
  | { readonly kind: 'identical' | 'unstable' | 'unconfirmed' }
  | { readonly kind: 'different'; readonly difference: string };

/** A difference that would be this improbable if both versions answered by the same chances is one of the version. */
const chanceLimit = 1e-4;
const mostPairs = 24;

/**
 * Compares a version's responses to one request with the baseline's. A difference is confirmed before it counts: the
 * request is sent again until the baseline differs from itself, or the canary has differed so often that chance is no
 * explanation. Eight differences in a row are enough, and so are 11 in 21 sends, as of a version that is right every
 * other time.
 */
export async function compareMirrored(request: MirroredRequest): Promise<MirrorResult> {
  const { send, ignore, signal, onDoubt } = request;
  let differing = 0;
  let firstDifference: string | null = null;
  /** Headers that the baseline does not repeat. */
  const unstable = new Set<string>();
  const firstStable = (parts: ReadonlyMap<string, string>): string | null =>
    [...parts].find(([part]) => !unstable.has(part))?.[1] ?? null;
  for (let pairs = 1; pairs <= mostPairs && !signal.aborted; pairs += 1) {
    const [first, { baseline, canary }] = await Promise.all([request.first, send()]);
    if (typeof first === 'string' || typeof baseline === 'string') return { kind: 'unstable' };
    for (const part of differentParts(first, baseline, ignore).keys()) unstable.add(part);
    if (unstable.has('status') || unstable.has('body')) return { kind: 'unstable' };
    const difference =
      typeof canary === 'string'
        ? `no response any more: ${canary}`
        : firstStable(differentParts(first, canary, ignore));
    if (difference !== null) {
      if (differing === 0) onDoubt?.();
      differing += 1;
      firstDifference ??= difference;
    }
    if (firstDifference === null) return { kind: 'identical' };
    if (chanceOf(differing, pairs) <= chanceLimit) return { kind: 'different', difference: firstDifference };
  }
  return { kind: 'unconfirmed' };
}

/**
 * The probability that all `differing` odd ones of 2 * `pairs` + 1 responses are the canary's, if each of the responses
 * is as likely to be odd as any other (Fisher's exact test): the baseline gave one response more than the canary.
 */
function chanceOf(differing: number, pairs: number): number {
  let chance = 1;
  for (let i = 0; i < differing; i += 1) chance *= (pairs - i) / (2 * pairs + 1 - i);
  return chance;
}
