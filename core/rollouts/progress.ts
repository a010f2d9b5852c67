import type { MirrorPlan, RolloutStep } from '../service/manifest.ts';
import { second } from '../time.ts';
import type { RolloutJudgment } from './judgment.ts';
import { comparedIn, type MirrorEvidence } from './mirror.ts';
import { type StepEvidence, totalOf } from './step-evidence.ts';

/** How far a rollout is, as of its last check that found something new. */
export interface RolloutProgress {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The canary's share of the requests, in percent; 0 while it gets copies only. */
  readonly weight: number;
  /** At this weight, of the seconds that the step needs. */
  readonly seconds: number;
  readonly secondsNeeded: number;
  /** Of the canary at this weight, of the requests that the step needs; copies, at weight 0. */
  readonly requests: number;
  readonly requestsNeeded: number;
  /** Natural logs: the evidence of a regression, and that at which it is rolled back; null while nothing is judged. */
  readonly logEvidence: number | null;
  readonly logThreshold: number | null;
  /** What keeps it from the next step, in words. */
  readonly waitsFor: string;
}

/** The progress of a step, from what its check judged. @param steps the current one last. */
export function stepProgress(
  step: RolloutStep,
  steps: readonly StepEvidence[],
  { reason, logEvidence, logThreshold }: RolloutJudgment,
  at: number,
): RolloutProgress {
  const current = steps.at(-1);
  return {
    at,
    weight: step.weight,
    seconds: Math.floor(current?.seconds ?? 0),
    secondsNeeded: step.seconds,
    requests: totalOf(current?.endpoints ?? [], 'canary').requests,
    requestsNeeded: step.requests,
    logEvidence,
    logThreshold,
    waitsFor: reason,
  };
}

/** The progress of the mirrored requests. @param seconds since mirroring began. */
export function mirrorProgress(
  evidence: MirrorEvidence,
  plan: Pick<MirrorPlan, 'requests' | 'seconds'>,
  seconds: number,
  { reason, at }: { reason: string; at: number },
): RolloutProgress {
  return {
    at,
    weight: 0,
    seconds: Math.floor(seconds),
    secondsNeeded: plan.seconds,
    requests: comparedIn(evidence),
    requestsNeeded: plan.requests,
    logEvidence: null,
    logThreshold: null,
    waitsFor: reason,
  };
}

/** People read each of these lines: at most one in so many milliseconds. */
const leastPause = 5 * second;
/** Time and requests are told by quarters, evidence by factors of four; below 1:10 it is as good as none. */
const parts = 4;
const noticeableEvidence = Math.log(4);
const negligibleEvidence = -Math.log(10);

/**
 * Whether something moved since it was last told, so that a rollout of hours has a line now and then, and not one a
 * check: another weight, a further quarter of the time or the requests, four times the evidence, or another thing that
 * it waits for.
 * @param before what was told last; undefined if nothing was.
 * @param since the begin of the current step, in milliseconds since 1970.
 */
export function hasMoved(before: RolloutProgress | undefined, now: RolloutProgress, since: number): boolean {
  const isNew = before === undefined || before.at < since;
  if (now.at - (isNew ? since : before.at) < leastPause) return false;
  if (isNew || before.weight !== now.weight) return true;
  return (
    partOf(now.seconds, now.secondsNeeded) > partOf(before.seconds, before.secondsNeeded) ||
    partOf(now.requests, now.requestsNeeded) > partOf(before.requests, before.requestsNeeded) ||
    Math.abs(evidenceIn(now) - evidenceIn(before)) >= noticeableEvidence ||
    withoutNumbers(now.waitsFor) !== withoutNumbers(before.waitsFor)
  );
}

const partOf = (done: number, needed: number): number => Math.floor(Math.min(1, done / needed) * parts);

const evidenceIn = ({ logEvidence }: RolloutProgress): number =>
  Math.max(logEvidence ?? 0, negligibleEvidence);

const withoutNumbers = (text: string): string => text.replaceAll(/[\d.,:]+/g, '#');

/** "10 %: 150 of 600 s, 40 of 500 requests; evidence of a regression 1:3, rollback at 100:1; waits for: …". */
export function describeProgress(progress: RolloutProgress): string {
  const { weight, seconds, secondsNeeded, requests, requestsNeeded, waitsFor } = progress;
  const where = weight === 0 ? 'mirroring' : `${weight} %`;
  const what = weight === 0 ? 'copies' : 'requests';
  const done = `${where}: ${seconds} of ${secondsNeeded} s, ${requests} of ${requestsNeeded} ${what}`;
  return `${done}${describeEvidence(progress)}; waits for: ${waitsFor}`;
}

function describeEvidence({ logEvidence, logThreshold }: RolloutProgress): string {
  if (logEvidence === null || logThreshold === null) return '';
  return `; evidence of a regression ${describeOdds(logEvidence)}, rollback at ${describeOdds(logThreshold)}`;
}

const mostOdds = 1_000_000;

/** Odds for and against: "14:1", "1:3", "1:1". */
function describeOdds(logOdds: number): string {
  const ratio = Math.min(Math.exp(Math.abs(logOdds)), mostOdds);
  const rounded = ratio < 10 ? Number(ratio.toFixed(1)) : Math.round(ratio);
  const text = rounded.toLocaleString('en-US');
  return logOdds < 0 && rounded !== 1 ? `1:${text}` : `${text}:1`;
}
