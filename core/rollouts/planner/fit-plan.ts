import { defaultSteps, type RolloutPlan, type RolloutStep } from '../../service/manifest.ts';
import {
  longestRolloutSeconds,
  mostRolloutSeconds,
  whyItOutlivesItsExecution,
} from '../../service/rollout-limits.ts';
import { hour, minute, second } from '../../time.ts';
import type { Comparison } from '../rollout.ts';
import { forecastRollout, secondsToRequests } from './forecast.ts';
import type { Traffic } from './traffic.ts';

/** A plan that fits the traffic. */
export interface FittedPlan {
  readonly plan: RolloutPlan;
  /** `as-written`; `extended`: the same steps with more time; `proposed`: other steps. */
  readonly kind: 'as-written' | 'extended' | 'proposed';
}

/** A tripled error rate should be found in this time, if a share of the requests allows it. */
const wantedSeconds = (4 * hour) / second;
/** The first step compares for at most this long. */
const longestComparison = (8 * hour) / second;
const shortestStep = (10 * minute) / second;
/** Requests come at random: a step is not kept waiting for the last of those that are expected. */
const requestMargin = 0.8;
const wantedRatio = 3;
/** The predicted time is a mean. */
const timeMargin = 1.25;
const firstWeights = [10, 25, 50];

/**
 * The plan with which a rollout at this traffic can reach its end.
 *
 * A plan whose requests come within half of its patience stays as it is. Steps that a manifest gives are kept, and get
 * the time in which their requests are expected. If it gives none, or they would outlive the execution that watches
 * them, the smallest first share is proposed with which a tripled error rate is found in four hours, or half of the requests.
 */
export function fitPlan(plan: RolloutPlan, comparison: Comparison, traffic: Traffic): FittedPlan {
  const isServed = (step: RolloutStep) =>
    secondsNeeded(step, comparison, traffic) <= (step.seconds * plan.patience) / 2;
  if (plan.steps.every(isServed)) return { plan, kind: 'as-written' };
  const steps = plan.steps.map((step) => ({
    ...step,
    seconds: Math.ceil(Math.max(step.seconds, secondsNeeded(step, comparison, traffic))),
  }));
  const extended = withinExecution({ ...plan, steps });
  if (extended && !isDefault(plan)) return { plan: extended, kind: 'extended' };
  return { plan: proposePlan(plan, comparison, traffic), kind: 'proposed' };
}

/** A pipeline gives all requests to the new version, whatever the weights of the earlier steps. */
const secondsNeeded = (step: RolloutStep, comparison: Comparison, { requestsPerMinute }: Traffic): number =>
  comparison === 'before-after' && step.weight < 100 ? 0 : secondsToRequests(step, requestsPerMinute);

const isDefault = ({ steps }: RolloutPlan): boolean => JSON.stringify(steps) === JSON.stringify(defaultSteps);

function proposePlan(plan: RolloutPlan, comparison: Comparison, traffic: Traffic): RolloutPlan {
  const comparing = firstWeights.map((weight) => ({
    weight,
    seconds: secondsToFind(weight, plan, comparison, traffic),
  }));
  const half = { weight: 50, seconds: longestComparison };
  const first = comparing.find(({ seconds }) => seconds <= wantedSeconds) ?? comparing.at(-1) ?? half;
  const seconds = Math.min(Math.max(timeMargin * first.seconds, shortestStep), longestComparison);
  const later = Math.max(seconds / 4, shortestStep);
  const steps = [
    stepAt(first.weight, seconds, traffic),
    ...(first.weight < 50 ? [stepAt(50, later, traffic)] : []),
    stepAt(100, comparison === 'concurrent' ? later : seconds, traffic),
  ];
  // What it looks for is what it can exclude: at so few requests, more would take days.
  const exclude = { ...plan.exclude, errors: Math.max(plan.exclude.errors, wantedRatio) };
  const proposed = { ...plan, steps, exclude };
  return withinExecution(proposed) ?? { ...proposed, patience: 1 };
}

/** Until a tripled error rate is found at one weight, in seconds; infinite if it never is. */
function secondsToFind(weight: number, plan: RolloutPlan, comparison: Comparison, traffic: Traffic): number {
  const alone = {
    weight: comparison === 'concurrent' ? weight : 100,
    seconds: longestRolloutSeconds,
    requests: 1,
  };
  const { errors } = forecastRollout({ ...plan, steps: [alone], patience: 1 }, comparison, traffic);
  return errors.find(({ ratio }) => ratio === wantedRatio)?.seconds ?? Number.POSITIVE_INFINITY;
}

function stepAt(weight: number, seconds: number, { requestsPerMinute }: Traffic): RolloutStep {
  const requests = (requestsPerMinute * (weight / 100) * seconds) / 60;
  return { weight, seconds: Math.ceil(seconds), requests: Math.max(1, Math.floor(requests * requestMargin)) };
}

/** The plan with as much of its patience as an execution can watch; null if it cannot even watch it once. */
function withinExecution(plan: RolloutPlan): RolloutPlan | null {
  const once = mostRolloutSeconds({ ...plan, patience: 1 }) - plan.mirror.seconds;
  const possible = (longestRolloutSeconds - plan.mirror.seconds) / once;
  if (possible < 1) return null;
  const patient = { ...plan, patience: Math.min(plan.patience, Math.floor(possible * 10) / 10) };
  return whyItOutlivesItsExecution(patient) === null ? patient : null;
}
