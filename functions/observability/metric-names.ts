/** CloudWatch's namespace of the metrics below; their one dimension is `service`, the function's entry. */
export const metricNamespace = 'Ironclaw';

/** What the functions count: the alarms and the dashboard name these. */
export const metricNames = [
  /** Calls of the API. */
  'Requests',
  /** Input that was turned down for a reason that its sender can fix. */
  'Refusals',
  /** Something that a function depends on did not do its part: the table, the model, a fleet. */
  'DependencyFailures',
  /** Faults of ours: every one of them is worth a look at the log. */
  'UnforeseenErrors',
  /** Messages judged for the first time, or anew. */
  'FeedbackRecorded',
  /** Of those, what the learner has taken in. */
  'FeedbackLearned',
  /** Requests of services, as their recorders sent them. */
  'MeasurementsRecorded',
  /** Improvements that the scheduled analysis opened. */
  'ImprovementsProposed',
  /** Rollouts rolled back because of an alarm. */
  'AlarmRollbacks',
] as const;

export type MetricName = (typeof metricNames)[number];
