import { day, second } from './time.ts';

/**
 * How many days what is kept is kept: the same on AWS and on one machine. What is not named here is kept for good:
 * feedback, profiles, experiments, improvements with their patches, and the audit log.
 */
export const daysKept = {
  /** The analysis reads single windows of six hours, and rolls up the others within one. */
  windowParts: 3,
  hours: 90,
  days: 730,
  /** Process memory and indicators of hours, and hours to roll up again: leak detection reads three days of them. */
  details: 15,
  /** Of endpoints, and of each of their versions. */
  cpuProfiles: 90,
  /** A refit that does not run for longer loses them. */
  batchStatistics: 14,
  idempotentResponses: 1,
  modelBudget: 3,
  /** A stream delivers a change again for a day at most. */
  countedRatings: 2,
  /** Measurements are refused after two days; a point that is sent again until then must be known. */
  series: 3,
  /** People may look into a job's folder for a while; patches, and reports in the improvement's record, are kept for good. */
  jobs: 180,
  /** The evidence of verdicts; the verdicts themselves stay in the improvement's record. */
  verdicts: 730,
  jobLogs: 180,
  /** Refs in the service's repository: as long as the jobs that made them. */
  backups: 180,
  logs: 30,
} as const satisfies Readonly<Record<string, number>>;

export type Kind = keyof typeof daysKept;

/** When something of that time, in milliseconds since 1970, expires: in seconds since 1970, as DynamoDB's time to live expects. */
export const expiryOf = (kind: Kind, at: number): number => Math.floor((at + daysKept[kind] * day) / second);
