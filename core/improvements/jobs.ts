import * as z from 'zod';
import { EndpointName, methodPattern } from '../service/endpoint-name.ts';
import { Manifest } from '../service/manifest.ts';
import { Isolation } from '../service/service.ts';
import { trialSteps } from '../service/trial.ts';
import { AgentSettings } from './agent/agent-settings.ts';
import { BaseReport } from './base/base-report.ts';
import { RequestHeaders } from './recorded-headers.ts';

/*
 * A job is a folder in and a folder out. The folder holds `job.json` and the input files that it names;
 * the job writes its results below `out/`, and `out/error.txt`, one sentence, if it fails. On AWS the folder
 * is a prefix of the artifact bucket, on one machine a folder of the artifact store.
 */

const Hash = z.string().regex(/^[0-9a-f]{64}$/);
const Commit = z.string().regex(/^[0-9a-f]{40}$/, 'must be a full commit hash');

/** A folder on this machine, or an `https://` URL: then the job works on a clone and pushes its commits. */
const Repository = z.string().min(1);

/** The service's own deploy command, or null if we run its versions ourselves. */
const Deploy = z.string().min(1).nullable().default(null);

/** Where a job that runs the service finds its packages. */
const Packages = {
  /** Folder of installed packages that the service resolves its imports from; null where there is none. */
  dependencies: z.string().nullable(),
  /** Whether the packages come with the job instead: the `node_modules` in `dependencies.tar`. */
  packages: z.boolean().default(false),
  /** Path of the Node program that runs the service; null for the one that runs the job. */
  node: z.string().nullable().default(null),
};

/** What a job replays from `requests.jsonl`. */
const Replayed = {
  /** The endpoint to make faster. */
  endpoint: EndpointName,
  /** What `requests.jsonl` was selected from; by default, the file itself. */
  recorded: z
    .strictObject({
      /** Distinct requests of the service's endpoints. */
      requests: z.number().int().nonnegative(),
      /** Shapes of the requests to `endpoint`. */
      targetShapes: z.number().int().nonnegative(),
    })
    .optional(),
};

/** Reads the repository; writes `out/source.tar` (the tree at the branch's head), `out/snapshot.json` and `out/static-findings.json`. */
export const ScanJob = z.strictObject({
  job: z.literal('scan'),
  repository: Repository,
  branch: z.string(),
  /** Globs of the files that a candidate may change. */
  sources: Manifest.shape.sources,
  /** The service's folder in the repository. */
  directory: Manifest.shape.directory,
  /** Whether to install the locked packages, running none of their code, into `out/dependencies.tar`. */
  install: z.boolean().default(false),
});

/**
 * Runs one line of a manifest once on `source.tar`, for an operator who is about to bring in a service; writes
 * `out/trial.json` and `out/log.txt`, and after a build that works `out/built.tar`.
 */
export const TryJob = z.strictObject({
  job: z.literal('try'),
  step: z.enum(trialSteps),
  commit: Commit,
  manifest: Manifest,
  ...Packages,
  isolation: Isolation,
  /** Paths of a started service that are asked; the best response decides. */
  paths: z.array(z.string().startsWith('/')).default([]),
  /** The recorder's preloaded file, which tells where the service listens; null to ask the port in `PORT` only. */
  preload: z.string().nullable().default(null),
});

/**
 * Tries the service's own checks on `source.tar`, without any change, and compares it with itself on `requests.jsonl`; writes
 * `out/base-report.json` and `out/log.txt`.
 */
export const CheckBaseJob = z.strictObject({
  job: z.literal('check-base'),
  commit: Commit,
  manifest: Manifest,
  ...Replayed,
  ...Packages,
  isolation: Isolation,
  /** Functions on the endpoint's hot path, whose calls are described; `own` is the share of the time that each spends itself. */
  hottest: z.array(z.strictObject({ name: z.string(), file: z.string(), own: z.number() })).optional(),
  /** What an earlier job found out about the same commit, and is not tried again. */
  known: BaseReport.nullable().default(null),
});

/**
 * Runs an operator's agent on a copy of `source.tar`, with the task in `task.md` and `task.json`; writes `out/written.json` and
 * `out/log.txt`. It runs under bubblewrap or not at all. Its secrets are no part of the job: they come with the environment.
 */
export const WriteJob = z.strictObject({
  job: z.literal('write'),
  agent: AgentSettings.pick({ command: true, hosts: true, variables: true, readable: true, seconds: true }),
  /** The service's own limits on memory and disk. */
  limits: Manifest.shape.limits,
  dependencies: Packages.dependencies,
});

/**
 * Tests `candidate.patch` on `source.tar` with `requests.jsonl`, and its rivals, whose patches are `rival-1.patch` and so on;
 * writes `out/report.json`, `out/rival-1/report.json` and so on, and `out/log.txt`.
 */
export const VerifyJob = z.strictObject({
  job: z.literal('verify'),
  improvementId: z.string(),
  candidateHash: Hash,
  /** Of other candidates, to be tested in the same run. */
  rivals: z.array(Hash).max(4).default([]),
  baseCommit: Commit,
  manifest: Manifest,
  ...Replayed,
  ...Packages,
  isolation: Isolation,
  /** Tests that pass and fail by turns on the base: they say nothing of the candidate. */
  flakyTests: z.array(z.string()).default([]),
  seed: z.number().int(),
});

/** What the merge says about the improvement, beside the patch: text for people, and none of the code that was tested. */
export const Documents = z.strictObject({
  /** A new file; its path is relative to the repository's root. Null for none. */
  page: z.strictObject({ path: z.string(), text: z.string() }).nullable(),
  /** One line of Markdown for the changelog, in whichever form the repository has one; null for none. */
  changelogEntry: z.string().nullable(),
});
export type Documents = z.infer<typeof Documents>;

/** Commits `candidate.patch` on a branch of its own, merges it and deploys the merge; writes `out/release.json`. */
export const ReleaseJob = z.strictObject({
  job: z.literal('release'),
  repository: Repository,
  branch: z.string(),
  improvementId: z.string(),
  baseCommit: Commit,
  /** The patch is refused unless it hashes to this: what is released is what was tested. */
  candidateHash: Hash,
  /** First line and body of the commit's message. */
  title: z.string(),
  body: z.string(),
  documents: Documents.default({ page: null, changelogEntry: null }),
  deploy: Deploy,
  /** The ref that keeps what served, and its commit; if the repository does not have that one, the base commit is kept. */
  backup: z.strictObject({ ref: z.string(), commit: Commit }).nullable().default(null),
});

export const ReleaseResult = z.strictObject({
  branch: z.string(),
  /** The improvement's own commit. */
  commit: Commit,
  /** Its merge commit: the new version. */
  merge: Commit,
  /** The commit that the backup keeps; none where there is no backup. */
  backup: Commit.optional(),
});

/** The branch is no longer at the commit that was tested: nothing was merged. */
export const BranchMoved = z.strictObject({ movedTo: Commit });

/** What the release job writes. */
export const ReleaseOutcome = z.union([ReleaseResult, BranchMoved]);

/** Reverts a merged improvement and deploys the revert; writes `out/revert.json`. */
export const RevertJob = z.strictObject({
  job: z.literal('revert'),
  repository: Repository,
  branch: z.string(),
  improvementId: z.string(),
  merge: Commit,
  reason: z.string(),
  deploy: Deploy,
  /** The commit whose files the branch should have again. */
  backup: Commit.nullable().default(null),
});

export const RevertResult = z.strictObject({
  commit: Commit,
  /** Files that differ from the backup, because later commits changed them; absent if there is none to compare. */
  differs: z.array(z.string()).optional(),
});

export const Job = z.discriminatedUnion('job', [
  ScanJob,
  TryJob,
  CheckBaseJob,
  WriteJob,
  VerifyJob,
  ReleaseJob,
  RevertJob,
]);

export type ScanJob = z.infer<typeof ScanJob>;
export type TryJob = z.infer<typeof TryJob>;
export type CheckBaseJob = z.infer<typeof CheckBaseJob>;
export type WriteJob = z.infer<typeof WriteJob>;
export type VerifyJob = z.infer<typeof VerifyJob>;
export type ReleaseJob = z.infer<typeof ReleaseJob>;
export type ReleaseResult = z.infer<typeof ReleaseResult>;
export type ReleaseOutcome = z.infer<typeof ReleaseOutcome>;
export type RevertJob = z.infer<typeof RevertJob>;
export type RevertResult = z.infer<typeof RevertResult>;
export type Job = z.infer<typeof Job>;

/** A production request, with those of its headers that contain no secrets. */
export const SeenRequest = z.strictObject({
  /** Those about the connection cannot be sent again. */
  method: z
    .string()
    .regex(methodPattern, 'must be a method of HTTP')
    .refine(
      (method) => method !== 'CONNECT' && method !== 'TRACE',
      'must be a method that can be sent again',
    ),
  /** With the query string. */
  path: z.string().startsWith('/').max(4_000),
  contentType: z.string().max(200).optional(),
  /** Absent in old files. */
  headers: RequestHeaders.optional(),
  body: z.string().max(65_536).optional(),
  /** It had a body that was too large to keep, or is not text: it is counted, and never sent without its body. */
  bodyOmitted: z.literal(true).optional(),
});
export type SeenRequest = z.infer<typeof SeenRequest>;

/** One line of `requests.jsonl`: a seen request, whole, with the endpoint that it was for. */
export const RecordedRequest = SeenRequest.omit({ bodyOmitted: true }).extend({ endpoint: EndpointName });
export type RecordedRequest = z.infer<typeof RecordedRequest>;
