import * as z from 'zod';

/** What is tried on the base alone, in this order. */
export const baseChecks = ['typecheck', 'lint', 'tests', 'start'] as const;

const Check = z.strictObject({
  name: z.enum(baseChecks),
  /** `absent`: the service has no such command. */
  result: z.enum(['works', 'fails', 'absent']),
  /** One sentence. */
  detail: z.string().max(4_000),
  seconds: z.number().nonnegative(),
});

/** So many names of tests are listed at most: the report is kept in a record. */
export const mostTestNames = 100;
const TestNames = z.array(z.string()).max(mostTestNames);

/** What the service's own checks say of a commit, before any candidate exists. */
export const BaseReport = z.strictObject({
  schema: z.literal(1),
  commit: z.string().regex(/^[0-9a-f]{40}$/),
  checks: z.array(Check),
  tests: z.strictObject({
    ran: z.number().int().nonnegative(),
    /** Failed in both runs. */
    failing: TestNames,
    /** Passed in one run and failed in the other. */
    flaky: TestNames,
  }),
  /** The whole job. */
  seconds: z.number().nonnegative(),
});
export type BaseReport = z.infer<typeof BaseReport>;
export type BaseCheck = BaseReport['checks'][number];

/** Why no change of this commit could be proven, whatever it is; null if one could. */
export function whyNothingCanBeProven({ checks }: BaseReport): string | null {
  const failed = checks.find(
    ({ name, result }) => (name === 'tests' || name === 'start') && result === 'fails',
  );
  return failed ? `no change could be proven: ${failed.detail}` : null;
}
