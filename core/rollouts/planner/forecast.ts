import type { RolloutPlan, RolloutStep } from '../../service/manifest.ts';
import { metricsOf } from '../counted-metrics.ts';
import { higherExceedances, weightOfHigherRate } from '../e-process.ts';
import {
  shareOfAlpha,
  toleratedExceedances,
  weightOfAll,
  weightOfImproved,
} from '../evidence-of-regression.ts';
import { mostPatience } from '../next-move.ts';
import { type Comparison, stepsOf } from '../rollout.ts';
import { type Detection, type ExpectedStep, predictDetection, type Regression } from './predict-detection.ts';
import { slowerShares, type Traffic } from './traffic.ts';

/** What a plan is expected to find at the recent traffic, and how long it takes. */
export interface RolloutForecast {
  readonly requestsPerMinute: number;
  /** Share of the requests that fail now. */
  readonly errorRate: number;
  /** Of a harmless version, and with all of the plan's patience. */
  readonly seconds: number;
  readonly mostSeconds: number;
  readonly errors: readonly PredictedRegression[];
  readonly latency: readonly PredictedRegression[];
}

/** A regression by a factor of the error rate, or of every duration, and when it is found. */
export interface PredictedRegression extends Detection {
  readonly ratio: number;
}

const errorRatios = [2, 3, 5, 10];
const latencyRatios = [1.5, 2];

/** The inverse of the weight that the judge gives to one ratio of one metric, of all that it tries. */
const errorAlternatives = (ratio: number): number => 1 / (weightOfAll * weightOfHigherRate(ratio));
const latencyAlternatives = (metricsOf.latency.length * higherExceedances.length) / weightOfImproved;
/** The judge tries no larger ratio. */
const largestSlowness = Math.max(...higherExceedances);

/** Predicts what the plan finds at this traffic. */
export function forecastRollout(
  plan: Pick<RolloutPlan, 'steps' | 'alpha' | 'patience' | 'mirror'>,
  comparison: Comparison,
  traffic: Traffic,
): RolloutForecast {
  const { requestsPerMinute, errorRate, sketch } = traffic;
  const steps = stepsOf(plan, comparison).map((step) => expected(step, plan, traffic));
  const rolloutFor = (kind: keyof typeof shareOfAlpha) => ({
    steps,
    comparison,
    requestsPerMinute,
    alpha: plan.alpha * shareOfAlpha[kind],
  });
  const total = (length: (step: ExpectedStep) => number) =>
    steps.reduce((sum, step) => sum + length(step), 0);
  return {
    requestsPerMinute,
    errorRate,
    seconds: total(({ seconds }) => seconds),
    mostSeconds: total(({ mostSeconds }) => mostSeconds),
    errors: errorRatios
      .filter((ratio) => ratio * errorRate <= 1)
      .map((ratio) => ({ ratio, ...predictDetection(moreErrors(errorRate, ratio), rolloutFor('errors')) })),
    latency: latencyRatios.map((ratio) => {
      const found = slower(slowerShares(sketch, ratio)).map((one) =>
        predictDetection(one, rolloutFor('latency')),
      );
      return { ratio, ...earliest(found) };
    }),
  };
}

/** How long a step takes to have its requests; at most as long as the patience allows. */
export function secondsToRequests({ weight, requests }: RolloutStep, requestsPerMinute: number): number {
  return (requests * 60) / Math.max(requestsPerMinute * (weight / 100), Number.MIN_VALUE);
}

function expected(
  step: RolloutStep,
  plan: Pick<RolloutPlan, 'steps' | 'patience' | 'mirror'>,
  { requestsPerMinute }: Traffic,
): ExpectedStep {
  const mostSeconds = step.seconds * mostPatience(plan);
  const seconds = Math.max(step.seconds, secondsToRequests(step, requestsPerMinute));
  return { weight: step.weight, seconds: Math.min(seconds, mostSeconds), mostSeconds };
}

const moreErrors = (rate: number, ratio: number): Regression => ({
  rate,
  ratio,
  tolerated: 1,
  alternatives: errorAlternatives(ratio),
});

/** Each percentile is an event of its own. */
const slower = (shares: ReturnType<typeof slowerShares>): readonly Regression[] =>
  shares.map(([before, after]) => ({
    rate: before,
    ratio: Math.min(after / before, largestSlowness),
    tolerated: toleratedExceedances,
    alternatives: latencyAlternatives,
  }));

function earliest(detections: readonly Detection[]): Detection {
  const found = detections.flatMap(({ seconds, extraEvents }) =>
    seconds === null ? [] : [{ seconds, extraEvents }],
  );
  return found.toSorted((a, b) => a.seconds - b.seconds)[0] ?? { seconds: null, extraEvents: 0 };
}
