/** CloudWatch's namespace of the metrics below; their one dimension is `service`, the function's entry. */
export const metricNamespace = 'Ironclaw';

/** The metrics of the functions: the alarms and the dashboard use these names. */
export const metricNames = [
  /** Calls of the API. */
  'Requests',
  /** Input that was refused for a reason the caller can fix. */
  'Refusals',
  /** A dependency failed: the table, the model, a fleet. */
  'DependencyFailures',
  /** Faults of ours: each of them deserves a look at the log. */
  'UnforeseenErrors',
  /** Messages with new or changed feedback. */
  'FeedbackRecorded',
  /** Feedback changes applied to profiles. */
  'FeedbackLearned',
  /** Requests of services, as their recorders sent them. */
  'MeasurementsRecorded',
  /** Improvements that the scheduled analysis opened. */
  'ImprovementsProposed',
  /** Improvements that had lost their execution, and were continued or ended. */
  'ImprovementsReconciled',
  /** Rehearsals of rollouts that ended as they must, and that did not. */
  'SelfTestsPassed',
  'SelfTestsFailed',
  /** Rollbacks that were started after a promotion. */
  'LateRollbacks',
  /** Checks that held a rollout because what was measured did not show the version. */
  'ChecksWithoutJudgment',
  /** Rollouts rolled back because of an alarm. */
  'AlarmRollbacks',
] as const;

export type MetricName = (typeof metricNames)[number];
