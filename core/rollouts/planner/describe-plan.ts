import type { RolloutPlan } from '../../service/manifest.ts';
import type { PredictedRegression, RolloutForecast } from './forecast.ts';
import type { PlannedRollout } from './plan-rollout.ts';

/**
 * "at 12 requests a minute a tripled error rate (now 1.2 %) is found in 4.0 h, after about 34 more failed requests than
 * usual; doubled durations in 11 min; planned for 6.3 h, at most 18.8 h".
 */
export function describePlan({ plan, kind, forecast }: PlannedRollout): string {
  if (forecast === null)
    return 'less than a minute of requests was measured in the last hour, so its time cannot be predicted';
  const parts = [
    `at ${short(forecast.requestsPerMinute)} requests a minute ${describeErrors(forecast)}`,
    describeLatency(forecast),
    ...(kind === 'as-written' ? [] : [`${reasons[kind]}: ${describeSteps(plan)}`]),
    `planned for ${duration(forecast.seconds)}, at most ${duration(forecast.mostSeconds)}`,
  ];
  return parts.join('; ');
}

const reasons = {
  extended: 'its steps have more time, because their requests are expected later than the plan waits',
  proposed: 'other steps than the plan has, because its requests would not come in time',
} as const;

function describeErrors({ errors, errorRate }: RolloutForecast): string {
  const usual = `(now ${short(100 * errorRate)} %)`;
  const tripled = errors.find(({ ratio }) => ratio === 3);
  if (tripled && tripled.seconds !== null)
    return `a tripled error rate ${usual} is found in ${duration(tripled.seconds)}, ${costOf(tripled)}`;
  const found = errors.find(({ seconds }) => seconds !== null);
  const none = `a tripled error rate ${usual} is not found before it ends`;
  if (!found || found.seconds === null) return none;
  return `${none}, a ${found.ratio}-fold one in ${duration(found.seconds)}, ${costOf(found)}`;
}

const costOf = ({ extraEvents }: PredictedRegression): string =>
  `after about ${Math.max(1, Math.round(extraEvents)).toLocaleString('en-US')} more failed requests than usual`;

function describeLatency({ latency }: RolloutForecast): string {
  const doubled = latency.find(({ ratio }) => ratio === 2);
  if (!doubled || doubled.seconds === null) return 'doubled durations are not found before it ends';
  return `doubled durations in ${duration(doubled.seconds)}`;
}

/** "50 % for 4.7 h and 1,353 requests, 100 % for 1.2 h and 677 requests". */
export function describeSteps({ steps }: Pick<RolloutPlan, 'steps'>): string {
  return steps
    .map(
      ({ weight, seconds, requests }) =>
        `${weight} % for ${duration(seconds)} and ${requests.toLocaleString('en-US')} requests`,
    )
    .join(', ');
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3_600).toFixed(1)} h`;
}

const short = (value: number): string => String(Number(value.toPrecision(2)));
