/* What no template says. Every figure is a guess to be replaced by what an installation's own bill shows. */

/** Seconds that a warm handler of the API is billed: a transaction of a few items, and the code around it. */
export const requestSeconds = 0.03;

/** Ratings that the learner takes in at once, where they come evenly: a batch waits ten seconds for more. */
export const ratingsPerBatch = 4;

/** What a rating takes of the learner: a profile is read, learned from, and written. */
export const learningSeconds = 0.02;

/** A refit that finds next to nothing new. */
export const idleRefit = { seconds: 0.2, gigabytes: 1.769, readUnits: 4 } as const;

/** What a request leaves in the logs, in GB: a line of access, those of the platform, its metrics. */
export const requestLogGigabytes = 1.5e-6;

/** What a rating keeps in the table, its learning event included, in GB. */
export const ratingGigabytes = 1e-6;

/** One analysis of a service that nobody uses. */
export const idleAnalysis = { seconds: 1, readUnits: 20 } as const;

/** A task of the state machine: it reads a record, decides, and writes it. */
export const workflowTask = { seconds: 1, readUnits: 10, writeUnits: 10, log: 5e-6 } as const;

/** The seconds in which the model answers and the candidate is made of it. */
export const generationSeconds = 60;

/** The minutes that each job is billed; a build starts in about one of them. */
export const jobMinutes = { Scan: 2, Verify: 6, Release: 3, Revert: 3 } as const;

/** What the jobs of one improvement read and write in the bucket: packages, candidate, report, log. */
export const artifacts = { writes: 60, reads: 120, gb: 0.05 } as const;

/** Metrics that one look at a rollout asks for: an endpoint's three, each of two versions. */
export const metricsPerCheck = 6;

/** A service renews the token of its recorder once an hour, as often as a token of the pool lasts. */
export const tokensPerHour = 1;
