import * as z from 'zod';
import { Commands, Setup } from './commands.ts';
import { Documents } from './documents.ts';
import { EndpointName } from './endpoint-name.ts';
import { Environment } from './environment.ts';
import { whyItOutlivesItsExecution } from './rollout-limits.ts';
import { ServiceMetrics } from './service-metrics.ts';
import { serviceNamePattern } from './service-name.ts';

const RolloutStep = z.strictObject({
  /** Percent of the requests that the new version serves. */
  weight: z.number().int().min(1).max(100),
  /** The shortest time at this weight, in seconds. */
  seconds: z.number().positive().max(86_400),
  /** The fewest requests that the new version must have served at this weight before it may advance. */
  requests: z.number().int().positive(),
});

export const MirrorPlan = z.strictObject({
  /** Whether copies of live safe requests are compared before the first step. */
  enabled: z.boolean().default(true),
  /** The most requests that are compared; then the first step begins. */
  requests: z.number().int().min(1).max(10_000).default(200),
  /** The longest time to wait for them, in seconds; then the first step begins with fewer, or with none. */
  seconds: z.number().positive().max(86_400).default(300),
  /** The percentage of the safe requests that may be copied. Copies are sent one at a time, whatever it is. */
  share: z.number().positive().max(100).default(50),
  /** Endpoints other than GET and HEAD that change nothing, such as `POST /search`. */
  safe: z.array(EndpointName).default([]),
  /** Endpoints that are never copied, because they change something although they are GET or HEAD. */
  skip: z.array(EndpointName).default([]),
});

/** For a service that gives no steps; under less traffic than they need, others are proposed. */
export const defaultSteps: readonly RolloutStep[] = [
  { weight: 10, seconds: 600, requests: 500 },
  { weight: 50, seconds: 600, requests: 500 },
  { weight: 100, seconds: 600, requests: 500 },
];

/** The setting `rollout.exclude`. */
const Exclude = z.strictObject({
  /** So many times the baseline's errors. */
  errors: z.number().min(1.1).max(100).default(2),
  /** So many times the baseline's p95 at the improved endpoint. */
  latency: z.number().min(1.01).max(100).default(1.25),
  /** With this confidence. */
  confidence: z.number().min(0.5).max(0.999).default(0.95),
});
export type Exclusion = z.infer<typeof Exclude>;
export const defaultExclusion: Exclusion = Exclude.parse({});

const RolloutFields = z.strictObject({
  steps: z
    .array(RolloutStep)
    .min(1)
    .max(10)
    .refine((steps) => steps.at(-1)?.weight === 100, 'the last step must have weight 100')
    .refine(
      (steps) => steps.every((step, i) => i === 0 || step.weight > (steps[i - 1]?.weight ?? 0)),
      'weights must grow from step to step',
    )
    .default([...defaultSteps]),
  /** Upper bound on the probability of rolling back a version that is not worse, over the whole rollout. */
  alpha: z.number().positive().max(0.5).default(0.01),
  /** A step that has neither advanced nor regressed after this many times its planned time is rolled back. */
  patience: z.number().min(1).max(20).default(3),
  /** The regression that must be excluded before the new version serves every request. What cannot be excluded is said. */
  exclude: Exclude.prefault({}),
  /** What is compared before a user gets a response of the new version. */
  mirror: MirrorPlan.prefault({}),
});

export const Rollout = RolloutFields.superRefine((rollout, context) => {
  const reason = whyItOutlivesItsExecution(rollout);
  if (reason !== null) context.addIssue({ code: 'custom', message: `the rollout ${reason}` });
});

/** Of the proxy before the service's versions, on one machine. */
const ProxyLimits = z.strictObject({
  /** A version that is silent for this long while it should respond fails the request, in seconds. */
  silenceSeconds: z.number().positive().max(900).default(30),
});

export const Policy = z.strictObject({
  /** At or above this confidence, an improvement ships automatically; below it, it waits for an approver. */
  automaticAbove: z.number().min(0).max(1).default(0.986),
  /**
   * From so many requests on that the canaries of seven days failed (status 500 or above, those that always fail too), a
   * rollout needs an approver.
   */
  canaryFailuresPerWeek: z.number().int().min(1).default(1_000),
  /** Candidates that an improvement may try before it fails. */
  attempts: z.number().int().min(1).max(10).default(3),
  /** Candidates that one attempt asks for side by side and tests against each other; the best of them goes on. */
  candidates: z.number().int().min(1).max(5).default(1),
  /** What the answers of models may cost for one improvement. Once it is reached, only rules are asked. */
  budget: z
    .strictObject({
      tokens: z.number().int().min(1_000).default(300_000),
      /** Answers of an unknown price do not count. */
      dollars: z.number().positive().optional(),
    })
    .prefault({}),
});

/** What one command of the service may use in the sandbox: its type check, its tests, its server. */
const SandboxLimits = z.strictObject({
  /** Verification runs the tests three times, within 14 minutes. */
  seconds: z.number().int().min(1).max(200).default(60),
  memoryMb: z.number().int().min(128).max(16_384).default(1_536),
  /** In each file system that the command may write to. */
  diskMb: z.number().int().min(16).max(8_192).default(256),
});

/** A path without a step up, from the root of the repository. Names of folders may have any characters in one line but a backslash. */
const folderPattern = /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))[^\\\p{Cc}\p{Zl}\p{Zp}]+$/u;

const HeaderName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}$/, 'must be the name of a header');
/** Headers that follow from the request itself or from the connection. */
const ownHeaders = ['host', 'content-type', 'content-length', 'transfer-encoding', 'connection'];

/** Parts of a response that say nothing about it: names of JSON properties, and headers. */
export const IgnoredParts = z
  .array(z.union([z.string().min(1), z.strictObject({ header: HeaderName })]))
  .max(100);

/** `ironclaw.json`: how a service describes itself. Each time is in the unit that its name or comment gives. */
export const Manifest = z.strictObject({
  $schema: z.string().optional(),
  name: z
    .string()
    .regex(
      serviceNamePattern,
      'must be at most 40 lower-case letters, digits and dashes, and start with a letter',
    ),
  language: z.enum(['typescript', 'javascript']),
  branch: z.string().min(1).default('main'),
  /**
   * The service's folder in its repository, for a package of a workspace: `packages/api`. Commands run there. The globs of
   * `sources` and `protectedPaths`, and the files in profiles and patches, count from the root of the repository.
   */
  directory: z
    .string()
    .regex(folderPattern, 'must be a folder below the root of the repository, such as packages/api')
    .default('.'),
  /**
   * The version of Node that runs the service, as a range: `20`, `>=18.17 <21`. Default: what `.nvmrc`, `.node-version`,
   * `volta` or `engines` ask for.
   */
  node: z.string().min(1).max(100).optional(),
  commands: Commands,
  env: Environment.default({}),
  setup: Setup.optional(),
  /** The port that the service listens on if it does not read `PORT`. */
  port: z.number().int().min(1).max(65_535).optional(),
  /** Path that responds with a status below 500 once the service can serve. */
  health: z.string().startsWith('/').default('/'),
  /** The longest time from the start of the service to its first response at `health`, in seconds. */
  startSeconds: z.number().positive().max(600).default(30),
  /** Globs of files that a candidate may change. Binary files, and those of 200 kB or more, are left out. */
  sources: z.array(z.string().min(1)).min(1).default(['src/**']),
  /** Globs of further protected paths, beside those that `protected-paths.ts` protects in every service. */
  protectedPaths: z.array(z.string().min(1)).default([]),
  /**
   * An endpoint whose p95 exceeds its target, in milliseconds, gets a finding. One without a target here gets another if
   * it takes much of the service's time, and counts as slow above 100 ms.
   */
  targets: z
    .strictObject({
      p95: z.number().positive().optional(),
      endpoints: z.record(EndpointName, z.number().positive()).default({}),
      /** Share of requests that should succeed: the service level objective. */
      availability: z.number().min(0.5).max(0.99999).default(0.99),
    })
    .prefault({}),
  /** Registered names of the services that it calls: one of them may be the cause when it is slow or fails. */
  calls: z.array(z.string().regex(serviceNamePattern)).max(50).default([]),
  /** The Lambda configuration, if it runs on Lambda: the cost of its endpoints is computed from it. */
  lambda: z
    .strictObject({
      memoryMb: z.number().int().min(128).max(10_240),
      architecture: z.enum(['arm64', 'x86_64']).default('x86_64'),
    })
    .optional(),
  /** Where CloudWatch or Prometheus measures endpoints that no recorder reports. */
  metrics: ServiceMetrics,
  replay: z
    .strictObject({
      /**
       * What may differ between responses (times, request ids): names of JSON properties, and headers as
       * `{"header": "x-request-id"}`.
       */
      ignore: IgnoredParts.default([]),
      /**
       * Headers that each replayed request gets, because the responses depend on them: `Authorization`, `Accept`. Test
       * values only: the code under test can read them, and production's headers are never recorded.
       */
      headers: z
        .record(
          HeaderName.refine(
            (name) => !ownHeaders.includes(name.toLowerCase()),
            `must not be one of ${ownHeaders.join(', ')}`,
          ),
          z
            .string()
            .regex(/^[\t\x20-\x7e]*$/, 'must be printable ASCII')
            .max(4_000),
        )
        .default({}),
    })
    .prefault({}),
  limits: SandboxLimits.prefault({}),
  rollout: Rollout.prefault({}),
  proxy: ProxyLimits.prefault({}),
  policy: Policy.prefault({}),
  documents: Documents.prefault({}),
});

export type Manifest = z.infer<typeof Manifest>;
export type RolloutPlan = Manifest['rollout'];
export type RolloutStep = z.infer<typeof RolloutStep>;
export type MirrorPlan = z.infer<typeof MirrorPlan>;

const usualTarget = 100;

/** The p95 target of an endpoint, in milliseconds. */
export function targetOf(manifest: Pick<Manifest, 'targets'>, endpoint: string): number {
  return givenTarget(manifest, endpoint) ?? usualTarget;
}

/** The p95 target that the manifest gives an endpoint, in milliseconds. */
export function givenTarget({ targets }: Pick<Manifest, 'targets'>, endpoint: string): number | undefined {
  return targets.endpoints[endpoint] ?? targets.p95;
}
