import * as z from 'zod';

/** What one run of an operator's agent left: the only output of the write job. */
export const Written = z.strictObject({
  /** One sentence: why there is nothing to judge; null if there are changes. */
  refusal: z.string().max(1_000).nullable(),
  /** The whole text of each file that was changed or added. */
  changes: z.array(z.strictObject({ path: z.string(), text: z.string() })),
  /** As the agent reports them; null where it does not. */
  title: z.string().nullable(),
  rationale: z.string().nullable(),
  /** Its own account of what it cost, in US dollars; null is unknown, not free. */
  dollars: z.number().nonnegative().nullable(),
  seconds: z.number().nonnegative(),
});

export type Written = z.infer<typeof Written>;

/** The result, inside the job's folder. */
export const writtenFile = 'out/written.json';
