import { binomialTail } from '../numbers/binomial-tail.ts';

/** Responses of one version in one interval, as the traffic splitter counted them. */
export interface ResponseCounts {
  readonly requests: number;
  /** Responses with status 500 or above, and requests without a response. */
  readonly failures: number;
}

export interface AlarmInterval {
  readonly canary: ResponseCounts;
  readonly baseline: ResponseCounts;
}

/** Failing so many of its requests, for so many intervals in a row: an instance that fails alone does so for a minute or two. */
const floor = 0.05;
export const intervalsInARow = 5;
/** A failure of most requests is not waited for so long. */
const most = { floor: 0.5, intervalsInARow: 3 };
const multipleOfBaseline = 5;
const fewestRequests = 10;
/** So rarely has a canary that is no worse as large a part of an interval's failures: 0.01^3 for three in a row. */
const level = 0.01;
/** Where the canary serves alone, only a failure of nearly everything is certainly not the trouble of others. */
const catastrophe = 0.7;

/**
 * The backstop beside the checks. In five intervals in a row, the canary fails more than 5 % of its requests (or in three, more than
 * half of them), more than five times as often as the baseline, and more than by chance: of an interval's failures, the canary's
 * are binomial with its share of the requests if it is no worse. With hundreds of intervals, a rollout has a false alarm with a
 * probability below 0.1 %.
 *
 * Where the canary serves alone it must fail more than 70 % of its requests, and more than five times as often as the
 * baseline did. The alarm needs neither the recorder nor the database, so it works when they do not.
 * @param intervals since the canary began, as many as are known.
 */
export function canaryAlarmFires(intervals: readonly AlarmInterval[]): boolean {
  const areLast = (count: number, atLeast: number): boolean =>
    intervals.length >= count &&
    intervals.slice(-count).every((interval) => isBreaching(interval, intervals, atLeast));
  return areLast(intervalsInARow, floor) || areLast(most.intervalsInARow, most.floor);
}

function isBreaching(
  { canary, baseline }: AlarmInterval,
  all: readonly AlarmInterval[],
  atLeast: number,
): boolean {
  if (canary.requests < fewestRequests) return false;
  const rate = canary.failures / canary.requests;
  if (baseline.requests === 0) return rate > Math.max(catastrophe, multipleOfBaseline * usualRate(all));
  const limit = Math.max(atLeast, (multipleOfBaseline * baseline.failures) / baseline.requests);
  const share = canary.requests / (canary.requests + baseline.requests);
  return rate > limit && binomialTail(canary.failures, canary.failures + baseline.failures, share) < level;
}

/** The baseline's rate of failures while it served; at most such that a canary that always fails exceeds it. */
function usualRate(intervals: readonly AlarmInterval[]): number {
  const { requests, failures } = sumOf(intervals.map(({ baseline }) => baseline));
  return requests === 0 ? 0 : Math.min(failures / requests, 0.99 / multipleOfBaseline);
}

const sumOf = (counts: readonly ResponseCounts[]): ResponseCounts => ({
  requests: counts.reduce((sum, { requests }) => sum + requests, 0),
  failures: counts.reduce((sum, { failures }) => sum + failures, 0),
});

/** Sums of the intervals that decide, for a reason. */
export const recentCounts = (intervals: readonly AlarmInterval[]): AlarmInterval => {
  const recent = intervals.slice(-intervalsInARow);
  return {
    canary: sumOf(recent.map(({ canary }) => canary)),
    baseline: sumOf(recent.map(({ baseline }) => baseline)),
  };
};

/** The name of the alarm, on one machine and in CloudWatch. */
export const canaryAlarmOf = (service: string): string => `ironclaw-${service}-canary-failures`;
