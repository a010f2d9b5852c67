import type { RolloutPlan, RolloutStep } from '../service/manifest.ts';
import { describeRegression, odds, share } from './describe-regression.ts';
import { logEvidenceOfRatioBelow } from './e-process.ts';
import { countsOf, logEvidenceOfRegression, onlyCompared } from './evidence-of-regression.ts';
import type { RolloutJudgment, Verdict } from './judgment.ts';
import { type EndpointEvidence, type StepEvidence, shareOf, totalOf } from './step-evidence.ts';

/** From this weight on, advancing needs proof that the improved endpoint is not slow more than 1.5 times as often. */
const provenFromWeight = 50;
const advanceBelowRatio = 1.5;
/** The error probability of that proof: looser than `plan.alpha`, because the next step is checked again. */
const advanceAlpha = 0.05;
/** From these log odds on, a step waits: 2 errors at 10 %, or 5 at 50 %, where the baseline has none. */
const waitAbove = Math.log(4);
/** Where the canary serves alone there is nothing to compare: a larger share of failed requests is a regression. */
const errorCeiling = 0.05;

interface JudgeRollout {
  readonly plan: Pick<RolloutPlan, 'steps' | 'alpha'>;
  /** The endpoint that the improvement is for. */
  readonly endpoint: string;
  /** Every step so far, the current one last. */
  readonly steps: readonly StepEvidence[];
}

/**
 * Decides whether the canary may advance (`safe`), must be rolled back (`regressed`), or needs more requests
 * (`inconclusive`).
 *
 * Evidence is the average of errors (one half) and latency (one half: the improved endpoint and all others, each the
 * average over p50, p90, p99), carried across steps. The probability of `regressed` for a version that is not worse
 * is at most `plan.alpha` over the whole rollout; in a before-after comparison only as far as the rates would have
 * stayed the same.
 *
 * `safe` needs the step's time and requests, no evidence of a regression above 4:1 and, from 50 % on, proof that the
 * improved endpoint is slow less than 1.5x as often as before.
 */
export function judgeRollout({ plan, endpoint, steps }: JudgeRollout): RolloutJudgment {
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

  if (logEvidence >= logThreshold) {
    const threshold = `rollback at ${odds(logThreshold)}`;
    const favored = `the evidence favors a regression, ${odds(logEvidence)} (${threshold})`;
    return judgment('regressed', `${describeRegression(compared)}; ${favored}`);
  }
  const alone = current.weight === 100 ? current.endpoints.filter((item) => shareOf(item) === 1) : [];
  const { requests, errors } = totalOf(alone, 'canary');
  if (requests >= step.requests && errors > errorCeiling * requests)
    return judgment('regressed', `${failuresAlone(alone)}; the limit is ${100 * errorCeiling} %`);

  const lacking = stillLacking(step, current, compared, endpoint, logEvidence);
  if (lacking === null) return judgment('safe', describeSafety(current));
  return judgment('inconclusive', lacking);
}

/**
 * The proof uses the lower quartile: most requests of the baseline are above it, so few requests are needed, even if
 * the machine has become faster or slower since.
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
  // The baseline no longer serves: no request can change the evidence.
  if (current.comparison === 'concurrent' && step.weight === 100) return null;
  // More requests will settle it, and a larger share of them would cost.
  if (logEvidence > waitAbove)
    return `the evidence favors a regression, ${odds(logEvidence)}, and is not conclusive yet`;
  if (step.weight < provenFromWeight) return null;
  const aboveQuartile = countsOf(
    compared,
    (name) => name === endpoint,
    (counts) => counts.aboveQuartile,
  );
  if (logEvidenceOfRatioBelow(aboveQuartile, advanceBelowRatio) >= Math.log(1 / advanceAlpha)) return null;
  return `not yet proven that ${endpoint} is slow less than ${advanceBelowRatio}x as often as before`;
}

function describeSafety(current: StepEvidence): string {
  const { requests, errors } = totalOf(current.endpoints, 'canary');
  return `${requests} requests at ${current.weight} %, ${errors} failed, no sign of a regression`;
}

/** The endpoint with the most failed requests, where the canary serves alone. */
function failuresAlone(endpoints: readonly EndpointEvidence[]): string {
  const worst = endpoints.toSorted((a, b) => b.canary.errors - a.canary.errors)[0];
  if (!worst) return 'requests failed';
  return `${worst.endpoint}: ${share(worst.canary.errors, worst.canary.requests, 'requests failed at 100 %')}`;
}
