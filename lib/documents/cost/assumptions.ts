/* Numbers that no template contains. Each is an estimate: replace it with what your installation's bill shows. */

/** Billed seconds of a warm API function: one transaction of a few items and the code around it. */
export const requestSeconds = 0.03;

/** Ratings in one stream batch when ratings arrive evenly; a batch waits ten seconds for more. */
export const ratingsPerBatch = 4;

/** Billed seconds per rating in the profile update: a profile is read, updated and written. */
export const learningSeconds = 0.02;

/** One refit with almost no new feedback. */
export const idleRefit = { seconds: 0.2, gigabytes: 1.769, readUnits: 4 } as const;

/** Log volume of one request, in GB: the access log line, the platform's lines and the metrics. */
export const requestLogGigabytes = 1.5e-6;

/** Table storage of one rating including its learning event, in GB. */
export const ratingGigabytes = 1e-6;

/** One analysis of a service without traffic. */
export const idleAnalysis = { seconds: 1, readUnits: 20 } as const;

/** One reconciliation of a service without improvements: a query for each status that an execution works in. */
export const idleReconciliation = { seconds: 0.2, readUnits: 4 } as const;

/** One self-test: it computes, and reads nothing. */
export const selfTestSeconds = 0.5;

/** One task of the state machine: it reads a record, decides and writes it. `log` is in GB. */
export const workflowTask = { seconds: 1, readUnits: 10, writeUnits: 10, log: 5e-6 } as const;

/** Seconds until the model has answered and the candidate is made. */
export const generationSeconds = 60;

/** Billed minutes of each job; about one of them is the start of the build. */
export const jobMinutes = { Scan: 2, CheckBase: 2, Verify: 6, Release: 3, Revert: 3 } as const;

/** Bucket requests and storage of the jobs of one improvement: packages, candidate, report, log. */
export const artifacts = { writes: 60, reads: 120, gb: 0.05 } as const;

/** Metrics that one check of a rollout requests: three of the endpoint, for each of two versions. */
export const metricsPerCheck = 6;

/** A recorder fetches a new token every hour, because tokens of the user pool last an hour. */
export const tokensPerHour = 1;
