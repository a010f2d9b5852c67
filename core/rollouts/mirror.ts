import * as z from 'zod';
import { EndpointName } from '../service/endpoint-name.ts';
import { IgnoredParts, MirrorPlan } from '../service/manifest.ts';

/*
 * Before the first step of a rollout, copies of live safe requests go to the new version. Its responses are compared
 * with those of the baseline and thrown away, so a difference rolls back before a user saw it.
 */

/** What the mirrored requests showed so far. Each of them is in one of the first five. */
export const MirrorEvidence = z.strictObject({
  identical: z.number().int(),
  /** Requests that the baseline itself did not answer the same way twice: they prove nothing. */
  unstable: z.number().int(),
  /** Requests that the new version answered differently only now and then, too seldom to blame the version. */
  unconfirmed: z.number().int(),
  /** `GET /path: what was and what is`; at most three. */
  differences: z.array(z.string()),
  /** Requests whose response was too long, took too long or was cut off, so that nothing was compared. */
  unread: z.number().int(),
  /** Of the compared requests, those to the improved endpoint. */
  toEndpoint: z.number().int(),
  /** Whether a difference was found and is being confirmed. */
  isConfirming: z.boolean(),
  /** Whether no more requests will be mirrored. */
  isComplete: z.boolean(),
  /** Why nothing can be mirrored, or no more; null if nothing stands in the way. */
  obstacle: z.string().nullable(),
});
export type MirrorEvidence = Readonly<z.infer<typeof MirrorEvidence>>;

/** How the requests of a service are mirrored. */
export const MirrorOptions = z.strictObject({
  plan: MirrorPlan,
  /** The improved endpoint. */
  endpoint: EndpointName,
  /** Names of JSON properties whose values may differ. */
  ignore: IgnoredParts,
});
export type MirrorOptions = Readonly<z.infer<typeof MirrorOptions>>;

/** The part of a rollout's record about mirroring. */
export interface Mirroring {
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly evidence: MirrorEvidence;
}

const mostDifferences = 3;

export const noMirrorEvidence: MirrorEvidence = {
  identical: 0,
  unstable: 0,
  unconfirmed: 0,
  differences: [],
  unread: 0,
  toEndpoint: 0,
  isConfirming: false,
  isComplete: false,
  obstacle: null,
};

/** The number of requests whose responses were compared. */
export function comparedIn({ identical, unstable, unconfirmed, differences }: MirrorEvidence): number {
  return identical + unstable + unconfirmed + differences.length;
}

/** Whether there is nothing more to learn from requests. */
export function isMirrorDone(evidence: MirrorEvidence, { requests }: Pick<MirrorPlan, 'requests'>): boolean {
  return (
    evidence.isComplete || comparedIn(evidence) >= requests || evidence.differences.length >= mostDifferences
  );
}

/** `regressed`: a difference was confirmed. `enough`: the first step may begin, on whatever there is. */
export interface MirrorJudgment {
  readonly verdict: 'regressed' | 'waiting' | 'enough';
  /** One sentence with the numbers. */
  readonly reason: string;
}

/** @param seconds since mirroring began. */
export function judgeMirror(
  evidence: MirrorEvidence,
  { plan, endpoint }: Pick<MirrorOptions, 'plan' | 'endpoint'>,
  seconds: number,
): MirrorJudgment {
  const summary = describeMirror(evidence, endpoint);
  const [difference] = evidence.differences;
  if (difference !== undefined)
    return { verdict: 'regressed', reason: `before any user saw it: ${difference}; ${summary}` };
  const isDone = isMirrorDone(evidence, plan) || seconds >= plan.seconds;
  if (!isDone || evidence.isConfirming) return { verdict: 'waiting', reason: summary };
  return { verdict: 'enough', reason: summary };
}

function describeMirror(evidence: MirrorEvidence, endpoint: string): string {
  const { identical, unstable, unconfirmed, differences, unread, toEndpoint, obstacle } = evidence;
  const compared = comparedIn(evidence);
  const parts = [
    [identical, 'identical responses'],
    [differences.length, 'different responses'],
    [unstable, 'responses that the baseline itself does not repeat'],
    [unconfirmed, 'responses that differ only now and then'],
    [unread, 'responses too long or too slow to compare'],
  ] as const;
  const counts = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const mirrored =
    compared === 0
      ? 'mirrored no request'
      : `mirrored ${compared} ${compared === 1 ? 'request' : 'requests'}, ${toEndpoint} of them to ${endpoint}`;
  const found = counts.length > 0 ? `: ${counts.join(', ')}` : '';
  return `${mirrored}${found}${obstacle === null ? '' : ` (${obstacle})`}`;
}
