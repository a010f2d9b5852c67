import type { RolloutPlan, RolloutStep } from '../service/manifest.ts';
import { logEvidenceOfRatioBelow } from './e-process.ts';
import { countsOf, logEvidenceOfRegression, onlyCompared } from './evidence-of-regression.ts';
import type { RolloutJudgment, Verdict } from './judgment.ts';
import { type StepEvidence, shareOf, totalOf } from './step-evidence.ts';

/** From this weight on, advancing needs proof that the improved endpoint is not this much slower. */
const provenFromWeight = 50;
const advanceBelowRatio = 1.5;
/** Sure enough to go on watching at a larger share; rolling back is held to `plan.alpha`. */
const advanceAlpha = 0.05;
/** Log of the odds from which on the watch waits: two errors at 10 %, five at 50 %, where the old version has none. */
const leaning = Math.log(4);
/** Where the new version alone has served there is nothing to compare; more errors than this is harm. */
const errorCeiling = 0.05;

interface Question {
  readonly plan: RolloutPlan;
  /** The endpoint that the improvement is about. */
  readonly endpoint: string;
  /** Every step so far, the current one last. */
  readonly steps: readonly StepEvidence[];
}

/**
 * Says whether the new version may advance (`safe`), must go (`regressed`), or has to be watched further.
 *
 * Evidence is the average of errors (one half) and latency (one half: the improved endpoint and all others, each the
 * average over p50, p90, p99), carried across steps. Probability of `regressed` for a harmless version, over the whole
 * rollout: at most `plan.alpha`; before and after, only as far as the rates would have stayed what they were.
 *
 * `safe` needs the step's time and requests, no leaning of the evidence towards harm and, from 50 % on, proof that the
 * improved endpoint is not 1.5 times as often slow.
 */
export function judgeRollout({ plan, endpoint, steps }: Question): RolloutJudgment {
  const current = steps.at(-1);
  const step = plan.steps.find(({ weight }) => weight === current?.weight);
  if (!current || !step) throw new RangeError('the evidence holds no step of the plan');

  const compared = steps.map(onlyCompared);
  const logEvidence = logEvidenceOfRegression(compared, endpoint);
  const logThreshold = Math.log(1 / plan.alpha);
  const judgment = (verdict: Verdict, reason: string): RolloutJudgment => ({
    verdict,
    reason,
    logEvidence,
    logThreshold,
  });

  if (logEvidence >= logThreshold) return judgment('regressed', harmInWords(compared, endpoint));
  const alone = totalOf(
    current.endpoints.filter((item) => shareOf(current, item) === 1),
    'canary',
  );
  if (alone.requests >= step.requests && alone.errors > errorCeiling * alone.requests)
    return judgment('regressed', `${share(alone.errors, alone.requests)} requests failed at 100 %`);

  const lacking = stillLacking(step, current, compared, endpoint, logEvidence);
  if (lacking === null) return judgment('safe', safetyInWords(current));
  return judgment('inconclusive', lacking);
}

/**
 * Proof is sought at the lower quartile: most requests of the old version are above it, so that few are needed, also
 * when the machine has become faster or slower since.
 */
function stillLacking(
  step: RolloutStep,
  current: StepEvidence,
  compared: readonly StepEvidence[],
  endpoint: string,
  logEvidence: number,
): string | null {
  const { requests } = totalOf(current.endpoints, 'canary');
  if (current.seconds < step.seconds)
    return `${current.seconds.toFixed(0)} of ${step.seconds} s at ${step.weight} %`;
  if (requests < step.requests) return `${requests} of ${step.requests} requests at ${step.weight} %`;
  // With nothing on the old version any more, no request can tell which way the evidence goes.
  if (current.comparison === 'concurrent' && step.weight === 100) return null;
  // It speaks for harm, not loudly yet: more requests will settle it, and a larger share would cost.
  if (logEvidence > leaning)
    return `the evidence leans towards harm (${Math.exp(logEvidence).toFixed(1)} to 1)`;
  if (step.weight < provenFromWeight) return null;
  const aboveQuartile = countsOf(
    compared,
    (name) => name === endpoint,
    (counts) => counts.aboveQuartile,
  );
  if (logEvidenceOfRatioBelow(aboveQuartile, advanceBelowRatio) >= Math.log(1 / advanceAlpha)) return null;
  return `not yet proven that ${endpoint} is not ${advanceBelowRatio} times as often slow`;
}

function safetyInWords(current: StepEvidence): string {
  const { requests, errors } = totalOf(current.endpoints, 'canary');
  return `${requests} requests at ${current.weight} %, ${errors} failed, no sign of harm`;
}

function harmInWords(steps: readonly StepEvidence[], endpoint: string): string {
  const endpoints = steps.flatMap((step) => step.endpoints);
  const canary = totalOf(endpoints, 'canary');
  const baseline = totalOf(endpoints, 'baseline');
  const target = totalOf(
    endpoints.filter((entry) => entry.endpoint === endpoint),
    'canary',
  );
  return (
    `${share(canary.errors, canary.requests)} requests failed on the new version, ` +
    `${share(baseline.errors, baseline.requests)} on the old one; ` +
    `${share(target.slower[0], target.requests)} of the improved endpoint were slower than the old median`
  );
}

const share = (part: number, whole: number): string =>
  `${part} of ${whole}${whole > 0 ? ` (${((100 * part) / whole).toFixed(1)} %)` : ''}`;
