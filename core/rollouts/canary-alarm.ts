/** Answers of one version in one interval, as the traffic splitter saw them. */
export interface ResponseCounts {
  readonly requests: number;
  /** Answers with status 500 or above, and requests that got no answer. */
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
 * The backstop beside the watch: the new version fails more than 5 % of its requests and more than five times as
 * often as the old one, in two intervals in a row. It needs neither the recorder nor the records, so that it works
 * when they do not.
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

/** The name under which the alarm reports, on one machine and in CloudWatch. */
export const canaryAlarmOf = (service: string): string => `ironclaw-${service}-canary-failures`;
