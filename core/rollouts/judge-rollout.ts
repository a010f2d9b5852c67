import { defaultExclusion, type Exclusion, type RolloutPlan, type RolloutStep } from '../service/manifest.ts';
import { judgeAlone, usualAlone } from './at-full-weight.ts';
import { describeRegression, odds, totalAt } from './describe-regression.ts';
import { evidenceOfRegression, type KindEvidence } from './evidence-of-regression.ts';
import { type Excluded, whatIsExcluded } from './exclusion.ts';
import type { RolloutJudgment, Verdict } from './judgment.ts';
import { whyNotAsPlanned } from './observed-split.ts';
import { onlyCompared, type StepEvidence, totalOf } from './step-evidence.ts';

/** From this weight on, and before the canary serves alone, advancing needs the exclusion of a stated regression. */
const excludedFromWeight = 50;
/** From these log odds on, a step waits: 2 errors at 10 % where the baseline has none. */
export const waitAbove = Math.log(4);
/** In shorter steps, too few minutes are known to tell one bad minute from a bad version. */
const shortestStepOfMinutes = 300;
/** Of the requests that a step needs, the share that must be to the improved endpoint, and the most of them. */
const shareAtEndpoint = 0.05;
const mostAtEndpoint = 10;

interface JudgeRollout {
  readonly plan: Pick<RolloutPlan, 'steps' | 'alpha'> & { readonly exclude?: Exclusion };
  /** The endpoint that the improvement is for. */
  readonly endpoint: string;
  /** Every step so far, the current one last. */
  readonly steps: readonly StepEvidence[];
}

/**
 * Decides whether the canary may advance (`safe`), must be rolled back (`regressed`), needs more requests (`inconclusive`),
 * or cannot be judged by what was measured (`cannot-judge`).
 *
 * Errors, latency and the mix of statuses each have evidence and a bound of their own, carried across steps. The probability of
 * `regressed` for a version that is not worse is at most `plan.alpha` over the whole rollout; in a before-after
 * comparison only as far as the rates would have stayed the same. At 100 %, the canary is compared with the baseline's
 * rates of the steps before.
 *
 * `safe` needs the step's time and requests, no evidence of a regression above 4:1 and, before the canary serves alone, the
 * exclusion of the regression that `plan.exclude` states.
 */
export function judgeRollout({ plan, endpoint, steps }: JudgeRollout): RolloutJudgment {
  const current = steps.at(-1);
  const step = plan.steps.find(({ weight }) => weight === current?.weight);
  if (!current || !step) throw new RangeError('the evidence holds no step of the plan');

  const compared = steps.map(onlyCompared);
  const isByMinute = step.seconds >= shortestStepOfMinutes;
  const kinds = evidenceOfRegression(compared, endpoint, plan.alpha, isByMinute);
  const nearest = nearestToThreshold(kinds);
  const { logEvidence, logThreshold } = nearest;
  const judgment = (verdict: Verdict, reason: string, isWorthWaiting = false): RolloutJudgment => ({
    verdict,
    reason,
    logEvidence,
    logThreshold,
    isWorthWaiting,
  });

  if (logEvidence >= logThreshold) {
    const threshold = `rollback at ${odds(logThreshold)}`;
    const favored = `the evidence favors a regression, ${odds(logEvidence)} (${threshold})`;
    return judgment('regressed', `${describeRegression(compared, nearest.strongest)}; ${favored}`);
  }
  const isAlone = current.weight === 100 && current.comparison === 'concurrent';
  const alone =
    current.weight === 100 ? judgeAlone(steps, { seconds: step.seconds, isByMinute }) : usualAlone;
  if (alone.verdict === 'regressed') return judgment('regressed', alone.reason);

  const unfit = whyUnfit(step, current, endpoint);
  if (unfit !== null) return judgment('cannot-judge', `cannot judge: ${unfit}`);
  const lacking = whatStepLacks(step, current, endpoint);
  if (lacking !== null)
    return judgment('inconclusive', lacking, totalOf(current.endpoints, 'canary').requests > 0);
  if (alone.verdict === 'unusual')
    return judgment('inconclusive', `${alone.reason}; it is awaited whether that passes`);
  const excluded = whatIsExcluded(compared, endpoint, plan.exclude ?? defaultExclusion);
  if (isAlone) return judgment('safe', describeSafety(current, excluded));
  // More requests will settle it, and a larger share of them would cost.
  if (logEvidence > waitAbove)
    return judgment(
      'inconclusive',
      `the evidence favors a regression, ${odds(logEvidence)}, and is not conclusive yet`,
      true,
    );

  const isLast = plan.steps.every(({ weight }) => weight <= step.weight || weight === 100);
  if (excluded.lacking !== null && (isLast || step.weight >= excludedFromWeight))
    return judgment('inconclusive', excluded.lacking, true);
  return judgment('safe', describeSafety(current, excluded));
}

function nearestToThreshold(kinds: readonly KindEvidence[]): KindEvidence {
  const distance = ({ logEvidence, logThreshold }: KindEvidence): number => logThreshold - logEvidence;
  return kinds.reduce((nearest, kind) => (distance(kind) < distance(nearest) ? kind : nearest));
}

/** Why the measurements of the current step say nothing about the version; null if they do. */
function whyUnfit(step: RolloutStep, current: StepEvidence, endpoint: string): string | null {
  const split = whyNotAsPlanned(current, endpoint);
  if (split !== null) return split;
  if (current.seconds < step.seconds || current.weight === 100) return null;
  const { requests } = totalOf(current.endpoints, 'canary');
  const both = totalOf(onlyCompared(current).endpoints, 'canary').requests;
  const { losses } = current;
  if (losses && both < step.requests)
    return (
      `processes lost ${losses.measurements} measurements in ${losses.minutes} minutes, which are left out; ` +
      `${both} of ${step.requests} requests at ${step.weight} % remain`
    );
  if (requests > 0 && 2 * both < requests)
    return `${both} of ${requests} requests of the canary have measurements of the baseline beside them`;
  return null;
}

/** What the step was planned to last and to serve, as far as it is lacking. */
function whatStepLacks(step: RolloutStep, current: StepEvidence, endpoint: string): string | null {
  const { requests } = totalOf(current.endpoints, 'canary');
  if (current.seconds < step.seconds)
    return `${current.seconds.toFixed(0)} of ${step.seconds} s at ${step.weight} %`;
  if (requests < step.requests) return `${requests} of ${step.requests} requests at ${step.weight} %`;
  const needed = Math.min(mostAtEndpoint, Math.ceil(shareAtEndpoint * step.requests));
  const own = totalAt([current], endpoint, 'canary').requests;
  if (step.weight >= excludedFromWeight && own < needed)
    return `${own} of ${needed} requests to ${endpoint} at ${step.weight} %`;
  return null;
}

function describeSafety(current: StepEvidence, { summary }: Excluded): string {
  const { requests, errors } = totalOf(current.endpoints, 'canary');
  const seen = `${requests} requests at ${current.weight} %, ${errors} failed, no sign of a regression`;
  return `${seen}; ${summary}`;
}
