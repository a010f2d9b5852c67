import * as z from 'zod';
import { CallEvidence } from '../../proof/call-evidence.ts';
import { Risk } from '../../proof/risk.ts';
import { Isolation } from '../../service/service.ts';

/** The gates, in the order in which they are tried. A failed gate skips those after it. */
export const gateNames = [
  'patch',
  'typecheck',
  'lint',
  'tests',
  'equivalence',
  'calls',
  'noise',
  'benchmark',
] as const;
export type GateName = (typeof gateNames)[number];

/** Whether a candidate needs the gate passed. The others may be skipped: not every service has a type check or a linter. */
export const isDecisive: Readonly<Record<GateName, boolean>> = {
  patch: true,
  typecheck: false,
  lint: false,
  tests: true,
  equivalence: true,
  calls: true,
  noise: true,
  benchmark: true,
};

const Gate = z.strictObject({
  name: z.enum(gateNames),
  result: z.enum(['passed', 'failed', 'skipped']),
  /** One sentence with the numbers: "23 tests ran on both sides, 0 newly failing". */
  detail: z.string().max(4_000),
  seconds: z.number().nonnegative(),
});

const Interval = z.strictObject({
  /** Time of the base over time of the candidate: above 1 is faster. */
  ratio: z.number().positive(),
  /** Bounds of the 95 % interval. */
  low: z.number().positive(),
  high: z.number().positive(),
  pairs: z.number().int().nonnegative(),
});

/** What the sandbox says about a candidate: the only output of the verify job. */
export const VerificationReport = z.strictObject({
  schema: z.literal(1),
  improvementId: z.string(),
  /** SHA-256 of the patch that was tested. */
  candidateHash: z.string().regex(/^[0-9a-f]{64}$/),
  baseCommit: z.string(),
  /** How the untrusted code was isolated. */
  isolation: Isolation,
  /** `void`: nothing can be concluded (machine too noisy, sandbox lost); the run may be repeated. */
  outcome: z.enum(['passed', 'failed', 'void']),
  /** One sentence: why. */
  reason: z.string(),
  /** Every gate once, in order. */
  gates: z.array(Gate).length(gateNames.length),
  tests: z
    .strictObject({
      ran: z.number().int().nonnegative(),
      failingBefore: z.array(z.string()),
      newlyFailing: z.array(z.string()),
      missing: z.array(z.string()),
    })
    .nullable(),
  /** Lines of the candidate's changed code, and how many of them the tests execute. */
  coverage: z
    .strictObject({ changed: z.number().int().nonnegative(), executed: z.number().int().nonnegative() })
    .nullable(),
  equivalence: z
    .strictObject({
      /** Responses that were compared: a request is sent up to three times. */
      compared: z.number().int().nonnegative(),
      /** Distinct requests, and distinct endpoints, whose responses were compared. */
      requests: z.number().int().nonnegative(),
      endpoints: z.number().int().nonnegative(),
      /** Shapes of the improved endpoint's requests: those compared, of those recorded. */
      shapes: z.strictObject({
        compared: z.number().int().nonnegative(),
        recorded: z.number().int().nonnegative(),
      }),
      /** Distinct requests whose response the base itself does not repeat, or does not give; they prove nothing. */
      unstable: z.number().int().nonnegative(),
      /** Distinct recorded requests that were not sent: not selected, no time left, or a body that was not kept. */
      leftOut: z.number().int().nonnegative(),
      differences: z.array(z.string()).max(10),
    })
    .nullable(),
  /** The changed functions, compared call by call. */
  calls: CallEvidence.nullable(),
  /** What the change brings in that no comparison can clear. */
  risks: z.array(Risk).max(50),
  /** The base against itself, in two processes, in the same run: how much two equal versions seem to differ. */
  noise: Interval.nullable(),
  benchmark: Interval.extend({
    /** Milliseconds. */
    before: z.strictObject({ p50: z.number(), p95: z.number() }),
    after: z.strictObject({ p50: z.number(), p95: z.number() }),
    /** The ratio of the 95th percentiles; null where too few times were measured to tell. */
    p95: Interval.nullable(),
    /** Distinct requests that were timed. */
    requests: z.number().int().nonnegative(),
    /** Requests and classes of requests that are certainly slower although the mean may be faster. */
    slower: z
      .array(
        Interval.extend({
          what: z.string().max(200),
          /** How much slower, on average. */
          milliseconds: z.number(),
        }),
      )
      .max(10),
  }).nullable(),
  seconds: z.number().nonnegative(),
});

export type VerificationReport = z.infer<typeof VerificationReport>;
export type Gate = z.infer<typeof Gate>;
