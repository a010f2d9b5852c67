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

const floor = 0.05;
const multipleOfBaseline = 5;
const fewestRequests = 10;
const intervalsInARow = 2;

/**
 * The backstop beside the checks: the canary fails more than 5 % of its requests and more than five times as often as
 * the baseline, in two intervals in a row. It needs neither the recorder nor the database, so it works when they do
 * not.
 */
export function canaryAlarmFires(intervals: readonly AlarmInterval[]): boolean {
  const recent = intervals.slice(-intervalsInARow);
  return recent.length === intervalsInARow && recent.every(isBreaching);
}

function isBreaching({ canary, baseline }: AlarmInterval): boolean {
  if (canary.requests < fewestRequests) return false;
  const usual = baseline.requests > 0 ? baseline.failures / baseline.requests : 0;
  return canary.failures / canary.requests > Math.max(floor, multipleOfBaseline * usual);
}

/** The name of the alarm, on one machine and in CloudWatch. */
export const canaryAlarmOf = (service: string): string => `ironclaw-${service}-canary-failures`;
