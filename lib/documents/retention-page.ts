import { daysKept, type Kind } from '#core/retention.ts';

/** What each kind is, and roughly how large one of it is. */
const described: Readonly<Record<Kind, readonly [what: string, size: string]>> = {
  windowParts: [
    'measurements in windows of five minutes, or of five seconds on one machine',
    'about 1 KB each batch and endpoint',
  ],
  hours: ['measurements by the hour', 'about 1 KB each endpoint and version'],
  days: ['measurements by the day', 'about 1 KB each endpoint and version'],
  details: ['memory of processes, indicators, and hours to roll up again', 'up to some 10 KB an hour'],
  cpuProfiles: ['CPU profiles', 'up to some KB each endpoint and version'],
  batchStatistics: ['batch statistics of ratings', 'up to some KB each batch'],
  idempotentResponses: ['responses to requests with an `Idempotency-Key`', 'that of the response'],
  modelBudget: ['counts of requests to the model', 'below 1 KB a day'],
  countedRatings: ['marks of ratings that were counted in an experiment', 'below 1 KB each rating'],
  series: [
    'the latest points of cumulative histograms, and counts of new ones',
    'below 1 KB each series; up to 5 KB with 200 buckets',
  ],
  jobs: [
    'folders of jobs, with their sources and logs',
    'that of the service and its packages, each attempt',
  ],
  verdicts: ['evidence of the verdicts of rollouts', 'some 10 KB each verdict, at most 4 MB'],
  jobLogs: ["CodeBuild's logs", 'some 10 KB each job'],
  backups: [
    "refs to the commits that served before each deployment, in the service's repository",
    'one line',
  ],
  logs: [
    'logs of functions; on one machine, logs of programs and data that a new start set aside',
    'up to 10 MB each file on one machine',
  ],
};

/** `docs/retention.md`. */
export const retentionPage = (): string => `# What is kept, and for how long

\`npm run docs\` generates this table from \`core/retention.ts\`, which AWS and one machine share. On AWS, DynamoDB's time to live and
the life cycle of the bucket remove what has expired. On one machine a thread does so every 15 minutes
(\`local/retention/\`), and also removes the trees of all versions but the serving one and the three newest.

| what | days | size |
| --- | --- | --- |
${(Object.keys(described) as Kind[]).map((kind) => `| ${described[kind][0]} | ${daysKept[kind]} | ${described[kind][1]} |`).join('\n')}

The next release removes the refs of backups that have expired from the repository.

Feedback, profiles, experiments, improvements and the audit log are kept for good. A user's own request deletes that user's
feedback and profile.

The database of one machine uses the space of what was deleted again. It gives it back to the disk at a start, if more than half of
the file is free, and with \`ironclaw prune\`, which removes at once what has expired while the system does not run.
`;
