import * as z from 'zod';

const number = z.number().nonnegative();
const percentiles = z
  .strictObject({ requests: number.int(), p50: number, p95: number, p99: number })
  .nullable();
const score = z.number().min(0).max(100).nullable();

/** The JSON object of `--json` exactly as documented: without missing or additional fields. */
export const LoopReport = z.strictObject({
  service: z.string(),
  end: z.enum([
    'promoted',
    'awaiting-approval',
    'nothing-to-improve',
    'not-measured',
    'rejected',
    'rolled-back',
    'failed',
  ]),
  troubles: z.array(z.string()),
  duration: z.number().positive(),
  feedback: z.strictObject({ events: number.int(), users: number.int() }),
  preferences: z.array(
    z.strictObject({
      user: z.string(),
      taskType: z.string(),
      model: z.string(),
      confidence: z.number().min(0).max(1),
    }),
  ),
  endpoints: z.array(z.strictObject({ endpoint: z.string(), before: percentiles, after: percentiles })),
  improvements: z.array(
    z.strictObject({
      id: z.string(),
      endpoint: z.string(),
      finding: z.string(),
      source: z.enum(['rule', 'model', 'agent']).nullable(),
      gates: z.record(z.string(), z.enum(['passed', 'failed', 'skipped'])),
      speedup: z.strictObject({ ratio: number, low: number, high: number }).nullable(),
      confidence: z.number().min(0).max(1).nullable(),
      rollout: z.array(z.strictObject({ weight: z.number().int().min(1).max(100), seconds: z.number() })),
      verdict: z.enum(['safe', 'regressed', 'inconclusive', 'cannot-judge']),
      status: z.enum([
        'applied',
        'rolled-back',
        'rejected',
        'failed',
        'awaiting-approval',
        'generating',
        'generated',
        'testing',
        'tested',
        'deploying',
        'watching',
        'rolling-back',
      ]),
      reason: z.string(),
      badRequests: number.int(),
      commit: z
        .string()
        .regex(/^[0-9a-f]{40}$/)
        .nullable(),
    }),
  ),
  health: z.strictObject({ before: score, after: score }),
  learningEvents: number.int(),
});

export type LoopReport = z.infer<typeof LoopReport>;
